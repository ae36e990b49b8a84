using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace MarketData.IntegrationTests.Access;

/// <summary>An OpenID Connect issuer on this machine: publishes its keys and signs what a test wants signed.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private const string KeyId = "first";

    private readonly IHost _host;

    private TestIssuer(WebApplication app)
    {
        _host = app;
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Address, jwks_uri = Address + "/keys" }));
        app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
    }

    public string Address { get; private set; } = "";

    public RSA Key { get; } = RSA.Create(2048);

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        await app.StartAsync();
        issuer.Address = app.Urls.Single();
        return issuer;
    }

    /// <summary>The claims of a token that is taken; a test changes what it wants.</summary>
    public Dictionary<string, object?> Claims() => new()
    {
        ["iss"] = Address,
        ["aud"] = "marketdata",
        ["sub"] = "alice",
        ["scope"] = "openid marketdata:read",
        ["iat"] = Seconds(-10),
        ["nbf"] = Seconds(-10),
        ["exp"] = Seconds(300),
    };

    public static long Seconds(int fromNow) => DateTimeOffset.UtcNow.AddSeconds(fromNow).ToUnixTimeSeconds();

    public static Dictionary<string, object?> Header() => new() { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = KeyId };

    /// <summary>A token, signed with this issuer's key unless a test signs it otherwise.</summary>
    public string Sign(Dictionary<string, object?>? claims = null, Dictionary<string, object?>? header = null, Func<byte[], byte[]>? sign = null)
    {
        var body = $"{Encode(header ?? Header())}.{Encode(claims ?? Claims())}";
        var bytes = System.Text.Encoding.ASCII.GetBytes(body);
        var signature = sign is null ? Key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : sign(bytes);
        return $"{body}.{Base64UrlEncoder.Encode(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Key.Dispose();
    }

    private object PublicKey()
    {
        var parameters = Key.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", kid = KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
    }

    private static string Encode(Dictionary<string, object?> part) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(part));
}
