using MarketData.Hosting.Server;
using Microsoft.Extensions.Configuration;

namespace MarketData.Tests.Hosting.Server;

public sealed class ServerAddressesTests
{
    [Theory]
    [InlineData("http://localhost:5000/")]
    [InlineData("http://127.0.0.1:8080/", "HTTP_PORTS=8080")]
    [InlineData("http://127.0.0.1:8080/", "HTTP_PORTS=8080", "HTTPS_PORTS=8443")]
    [InlineData("https://127.0.0.1:8443/", "HTTPS_PORTS=8443")]
    [InlineData("http://127.0.0.1:5080/", "URLS=http://+:5080;https://+:5443", "HTTP_PORTS=8080")]
    [InlineData("http://127.0.0.1:5080/", "URLS=http://0.0.0.0:5080")]
    [InlineData("http://[::1]:5080/", "URLS=http://[::]:5080")]
    [InlineData("http://10.0.0.7:5080/", "URLS=http://10.0.0.7:5080")]
    [InlineData("http://127.0.0.1:5081/", "URLS=http://+:5080", "Kestrel:Endpoints:Internal:Url=http://127.0.0.1:5081")]
    public void Of_Settings_IsWhereTheFrameworkListens(string expected, params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Split('=')[0], (string?)setting.Split('=')[1])))
            .Build();

        ServerAddresses.FromHere(ServerAddresses.Of(configuration)[0]).ToString().ShouldBe(expected);
    }
}
