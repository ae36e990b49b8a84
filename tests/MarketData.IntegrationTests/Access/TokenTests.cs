using System.Net.Http.Headers;
using System.Security.Cryptography;
using MarketData.Access.Keys;
using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.Access;

/// <summary>Bearer tokens of an issuer: those that are taken, and two dozen that are not.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private TestIssuer _issuer = null!;
    private MarketDataApp _app = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?>
        {
            ["Access:Anonymous"] = "false",
            ["Access:Tokens:Authority"] = _issuer.Address,
            ["Access:Tokens:Audience"] = "marketdata",
            ["Access:Tokens:Plan"] = "unlimited",
        });
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Get_TokenOfTheIssuer_IsTakenWithItsScopes()
    {
        (await SendAsync(_issuer.Sign(), "/v1/assets")).Status.ShouldBe(200);
        (await SendAsync(_issuer.Sign(), "/v1/admin/keys")).ShouldBeProblem(403, "scope_missing");
        var claims = _issuer.Claims();
        claims.Remove("scope");
        claims["scp"] = new[] { "marketdata:read", "marketdata:admin" };
        (await SendAsync(_issuer.Sign(claims), "/v1/admin/keys")).Status.ShouldBe(200);
        claims["scp"] = new[] { "read", "admin", "other:read" };
        (await SendAsync(_issuer.Sign(claims), "/v1/assets")).ShouldBeProblem(403, "scope_missing");
    }

    [Fact]
    public async Task Get_TokensThatAreNotRight_AreAllRefused()
    {
        var bad = BadTokens();
        bad.Count.ShouldBeGreaterThanOrEqualTo(24);

        var taken = new List<string>();
        foreach (var (name, token) in bad)
        {
            var answer = await SendAsync(token, "/v1/assets");
            if (answer.Status != 401 || !answer.Headers.GetValueOrDefault("WWW-Authenticate", "").StartsWith("Bearer", StringComparison.Ordinal))
            {
                taken.Add($"{name}: {answer.Status}");
            }
        }

        taken.ShouldBeEmpty();
        (await SendAsync(_issuer.Sign(), "/v1/assets")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Get_IssuerAway_IsToldAsSuch()
    {
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?>
        {
            ["Access:Tokens:Authority"] = $"http://127.0.0.1:{Servers.LocalProgram.FreePort()}",
            ["Access:Tokens:Audience"] = "marketdata",
        });

        (await SendAsync(_issuer.Sign(), "/v1/assets", app)).ShouldBeProblem(503, "issuer_unavailable");
    }

    private Dictionary<string, string> BadTokens()
    {
        using var stranger = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] ByStranger(byte[] bytes) => stranger.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        byte[] WithPublicKeyAsSecret(byte[] bytes) => HMACSHA256.HashData(System.Text.Encoding.ASCII.GetBytes(_issuer.Key.ExportRSAPublicKeyPem()), bytes);
        byte[] WithSubjectKeyAsSecret(byte[] bytes) => HMACSHA256.HashData(_issuer.Key.ExportSubjectPublicKeyInfo(), bytes);
        var good = _issuer.Sign();
        var parts = good.Split('.');
        var strangerKey = new { kty = "RSA", n = Convert.ToBase64String(stranger.ExportParameters(false).Modulus!), e = "AQAB" };
        return new Dictionary<string, string>
        {
            ["unsigned"] = _issuer.Sign(header: With(TestIssuer.Header(), "alg", "none"), sign: _ => []),
            ["unsigned, other case"] = _issuer.Sign(header: With(TestIssuer.Header(), "alg", "nOnE"), sign: _ => []),
            ["signature cut off"] = $"{parts[0]}.{parts[1]}.",
            ["signature of a stranger"] = _issuer.Sign(sign: ByStranger),
            ["stranger's key in the header"] = _issuer.Sign(header: With(TestIssuer.Header(), "jwk", strangerKey), sign: ByStranger),
            ["stranger's key by address"] = _issuer.Sign(header: With(TestIssuer.Header(), "jku", "http://127.0.0.1:1/keys"), sign: ByStranger),
            ["stranger's certificate by address"] = _issuer.Sign(header: With(TestIssuer.Header(), "x5u", "http://127.0.0.1:1/cert"), sign: ByStranger),
            ["unknown key id"] = _issuer.Sign(header: With(TestIssuer.Header(), "kid", "other")),
            ["key id of a file"] = _issuer.Sign(header: With(TestIssuer.Header(), "kid", "../../dev/null"), sign: bytes => HMACSHA256.HashData(Array.Empty<byte>(), bytes)),
            ["public key as a shared secret"] = _issuer.Sign(header: With(TestIssuer.Header(), "alg", "HS256"), sign: WithPublicKeyAsSecret),
            ["public key info as a shared secret"] = _issuer.Sign(header: With(TestIssuer.Header(), "alg", "HS256"), sign: WithSubjectKeyAsSecret),
            ["other algorithm than signed"] = _issuer.Sign(header: With(TestIssuer.Header(), "alg", "RS512")),
            ["elliptic signature of a stranger"] = _issuer.Sign(header: With(TestIssuer.Header(), "alg", "ES256"), sign: bytes => curve.SignData(bytes, HashAlgorithmName.SHA256)),
            ["signature changed"] = good[..^10] + (good[^10] == 'A' ? 'B' : 'A') + good[^9..],
            ["claims changed"] = $"{parts[0]}.{_issuer.Sign(With(_issuer.Claims(), "sub", "mallory")).Split('.')[1]}.{parts[2]}",
            ["expired"] = _issuer.Sign(With(_issuer.Claims(), "exp", TestIssuer.Seconds(-60))),
            ["without expiry"] = _issuer.Sign(With(_issuer.Claims(), "exp", null)),
            ["not yet valid"] = _issuer.Sign(With(_issuer.Claims(), "nbf", TestIssuer.Seconds(120))),
            ["other issuer"] = _issuer.Sign(With(_issuer.Claims(), "iss", "https://issuer.example.org")),
            ["without issuer"] = _issuer.Sign(With(_issuer.Claims(), "iss", null)),
            ["other audience"] = _issuer.Sign(With(_issuer.Claims(), "aud", "payroll")),
            ["without audience"] = _issuer.Sign(With(_issuer.Claims(), "aud", null)),
            ["without subject"] = _issuer.Sign(With(_issuer.Claims(), "sub", null)),
            ["other type"] = _issuer.Sign(header: With(TestIssuer.Header(), "typ", "logout+jwt")),
            ["critical extension"] = _issuer.Sign(header: With(With(TestIssuer.Header(), "typ", "dpop+jwt"), "crit", new[] { "b64" })),
            ["two parts"] = $"{parts[0]}.{parts[1]}",
            ["four parts"] = good + ".x",
            ["encrypted form"] = good + ".x.y",
            ["no JSON"] = "e30x.e30x.e30x",
            ["no token"] = "token",
            ["far too long"] = _issuer.Sign(With(_issuer.Claims(), "pad", new string('a', 20_000))),
            ["forged key of ours"] = ApiKeyText.Create(),
        };
    }

    private static Dictionary<string, object?> With(Dictionary<string, object?> part, string name, object? value)
    {
        if (value is null)
        {
            part.Remove(name);
        }
        else
        {
            part[name] = value;
        }

        return part;
    }

    private async Task<ApiAnswer> SendAsync(string token, string path, MarketDataApp? app = null)
    {
        using var client = (app ?? _app).CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(path);
        return new ApiAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
    }
}
