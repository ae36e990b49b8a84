using MarketData.Access;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace MarketData.Tests.Access;

public sealed class AccessOptionsTests
{
    [Theory]
    [InlineData("Production", false, 600)]
    [InlineData("Staging", false, 600)]
    [InlineData("Development", true, 0)]
    public void PostConfigure_NothingSet_OpensADevelopersMachineAlone(string environment, bool anonymous, int perMinute)
    {
        var options = Configure(new AccessOptions(), environment);

        options.Anonymous.ShouldBe(anonymous);
        options.Plans["anonymous"].RequestsPerMinute.ShouldBe(perMinute);
        options.Plans["standard"].RequestsPerMonth.ShouldBe(1_000_000);
        Validate(options).ShouldBeEmpty();
    }

    [Fact]
    public void PostConfigure_WhatIsSet_Stands()
    {
        var options = Configure(new AccessOptions { Anonymous = false, Plans = { ["anonymous"] = new PlanOptions { RequestsPerMinute = 5 } } }, "Development");

        options.Anonymous.ShouldBe(false);
        options.Plans["anonymous"].RequestsPerMinute.ShouldBe(5);
    }

    [Theory]
    [InlineData("00:00:00.5")]
    [InlineData("00:00:06")]
    public void Validate_RefreshOutOfRange_SaysTheRange(string interval) =>
        Validate(new AccessOptions { RefreshInterval = TimeSpan.Parse(interval, null) }).ShouldContain("00:00:01 to 00:00:05");

    [Fact]
    public void Validate_LimitsOutOfRange_NamesEach()
    {
        var failures = Validate(new AccessOptions
        {
            ConcurrentExpensiveRequests = 0,
            Plans = { ["pro"] = new PlanOptions { RequestsPerMinute = -1, RequestsPerMonth = -1 } },
        });

        failures.ShouldContain("Access:ConcurrentExpensiveRequests");
        failures.ShouldContain("Access:Plans:pro:RequestsPerMinute");
        failures.ShouldContain("Access:Plans:pro:RequestsPerMonth");
    }

    [Theory]
    [InlineData("http://login.example.org", "aud", "Authority")]
    [InlineData("login.example.org", "aud", "Authority")]
    [InlineData("https://login.example.org", "", "Audience")]
    public void Validate_TokensHalfSet_SaysWhatIsMissing(string authority, string audience, string setting) =>
        Validate(Configure(new AccessOptions { Tokens = { Authority = authority, Audience = audience } }, "Production")).ShouldContain("Access:Tokens:" + setting);

    [Fact]
    public void Validate_PlanOfTokensUnknown_NamesThePlans() =>
        Validate(Configure(new AccessOptions { Tokens = { Authority = "https://login.example.org", Audience = "a", Plan = "gold" } }, "Production"))
            .ShouldContain("one of anonymous, standard");

    private static AccessOptions Configure(AccessOptions options, string environment)
    {
        new AccessDefaults(new NamedEnvironment(environment)).PostConfigure(null, options);
        return options;
    }

    private static string Validate(AccessOptions options) => string.Join('\n', new AccessOptionsValidator().Validate(null, options).Failures ?? []);

    private sealed class NamedEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "MarketData";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
