using System.Net;
using MarketData.Access;
using MarketData.Access.Limits;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Access;

public sealed class AddressCallersTests
{
    private readonly AddressCallers _callers = new(MakePlans(), size: 10);

    [Theory]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    public void Get_AddressesOfOneClient_AreOneCaller(string first, string second) => Get(second).ShouldBeSameAs(Get(first));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.8")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    [InlineData("0.0.0.1", "::1")]
    public void Get_AddressesOfTwoClients_AreTwoCallers(string first, string second) => Get(second).ShouldNotBeSameAs(Get(first));

    [Fact]
    public void Get_MoreClientsThanFit_ShareOneCallerUntilThereIsRoom()
    {
        for (var i = 1; i <= 10; i++)
        {
            Get($"10.0.0.{i}").Bucket.Take(60, 0);
        }

        Get("10.0.1.1").ShouldBeSameAs(Get("10.0.1.2"));
        _callers.Count.ShouldBe(10);

        // A minute on, every bucket is full again: nothing is lost if they are forgotten.
        Get("10.0.1.3", TimeSpan.TicksPerMinute).ShouldNotBeSameAs(Get("10.0.1.4", TimeSpan.TicksPerMinute));
        _callers.Count.ShouldBe(2);
    }

    private Caller Get(string address, long now = 0) => _callers.Get(IPAddress.Parse(address), now);

    private static Plans MakePlans() => new(Options.Create(new AccessOptions { Plans = { ["anonymous"] = new PlanOptions(), ["standard"] = new PlanOptions() } }));
}
