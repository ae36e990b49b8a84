using MarketData.Hosting.Server;
using Microsoft.Extensions.Configuration;

namespace MarketData.Tests.Hosting.Server;

public sealed class ServerOptionsTests
{
    [Fact]
    public void Validate_Defaults_Succeeds() => Validate(new ServerOptions()).ShouldBeEmpty();

    [Theory]
    [InlineData("10.0.0.7")]
    [InlineData("10.0.0.0/8")]
    [InlineData("2001:db8::/32")]
    [InlineData("::1")]
    public void Validate_NetworkOrAddress_Succeeds(string proxy) => Validate(new ServerOptions { TrustedProxies = [proxy] }).ShouldBeEmpty();

    [Theory]
    [InlineData("10.0.0.0/99")]
    [InlineData("nginx")]
    public void Validate_NoNetwork_SaysTheForm(string proxy) => Validate(new ServerOptions { TrustedProxies = [proxy] }).ShouldContain("10.0.0.0/8");

    [Theory]
    [InlineData("https://app.example.org/")]
    [InlineData("app.example.org")]
    [InlineData("null")]
    public void Validate_NoOrigin_SaysTheForm(string origin) => Validate(new ServerOptions { CorsOrigins = [origin] }).ShouldContain("https://app.example.org");

    [Fact]
    public void Validate_LimitsOutOfRange_NamesEach()
    {
        var failures = Validate(new ServerOptions
        {
            MaxConnections = 0,
            MaxBodyBytes = 10,
            HeadersTimeout = TimeSpan.Zero,
            KeepAliveTimeout = TimeSpan.FromHours(1),
            RequestTimeout = TimeSpan.Zero,
            ShutdownTimeout = TimeSpan.Zero,
            DrainDelay = TimeSpan.FromHours(1),
        });

        foreach (var setting in (string[])["MaxConnections", "MaxBodyBytes", "HeadersTimeout", "KeepAliveTimeout", "RequestTimeout", "ShutdownTimeout", "DrainDelay"])
        {
            failures.ShouldContain("Server:" + setting);
        }
    }

    [Fact]
    public void Validate_FrameworksOwnSwitch_IsRefused() =>
        Validate(new ServerOptions(), new Dictionary<string, string?> { ["FORWARDEDHEADERS_ENABLED"] = "true" }).ShouldContain("Server:TrustedProxies");

    private static string Validate(ServerOptions options, Dictionary<string, string?>? settings = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build();
        return string.Join('\n', new ServerOptionsValidator(configuration).Validate(null, options).Failures ?? []);
    }
}
