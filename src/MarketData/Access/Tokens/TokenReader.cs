using System.Security.Claims;
using MarketData.Access.Limits;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace MarketData.Access.Tokens;

/// <summary>
/// Checks bearer tokens of one OpenID Connect issuer, by the keys that it publishes. What a token may do is in its claim <c>scope</c> or
/// <c>scp</c>: <c>marketdata:read</c>, <c>marketdata:stream</c>, <c>marketdata:rank</c>, <c>marketdata:admin</c>.
/// </summary>
internal sealed partial class TokenReader : IDisposable
{
    private const string ScopePrefix = "marketdata:";
    private const int LongestToken = 16 * 1024;
    private const int LargestDocument = 1024 * 1024;
    private const int MostSubjects = 100_000;

    private static readonly TimeSpan IssuerTimeout = TimeSpan.FromSeconds(5);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _issuer;
    private readonly TokenValidationParameters? _checks;
    private readonly HttpClient? _http;
    private readonly CallerTable<(string Subject, AccessScopes Scopes)> _callers;
    private readonly ILogger _logger;

    public TokenReader(IOptions<AccessOptions> options, Plans plans, ILogger<TokenReader> logger)
    {
        _logger = logger;
        var settings = options.Value.Tokens;
        _callers = new CallerTable<(string Subject, AccessScopes Scopes)>(
            MostSubjects,
            caller => new Caller("token:" + caller.Subject, "token:" + caller.Subject, plans.Find(settings.Plan)) { Scopes = caller.Scopes });
        if (settings.Authority.Length == 0)
        {
            return;
        }

        // What the issuer's address says stands: no other host is asked, however it answers.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = IssuerTimeout, MaxResponseContentBufferSize = LargestDocument };
        _issuer = new ConfigurationManager<OpenIdConnectConfiguration>(
            settings.Authority.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = new Uri(settings.Authority).Scheme == Uri.UriSchemeHttps });
        _checks = ChecksOf(settings, _issuer);
    }

    /// <summary>Whether tokens are taken at all.</summary>
    public bool IsConfigured => _issuer is not null;

    /// <summary>The caller that a token stands for, or why there is none.</summary>
    public async Task<(Caller? Caller, AccessProblem? Problem)> FindAsync(string token, long now, CancellationToken cancellationToken)
    {
        try
        {
            await _issuer!.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.IssuerAway(_logger, exception);
            return (null, AccessProblem.IssuerUnavailable);
        }

        var result = await _handler.ValidateTokenAsync(token, _checks);
        return result.IsValid && result.ClaimsIdentity.FindFirst(JwtRegisteredClaimNames.Sub)?.Value is { Length: > 0 and <= 255 } subject
            ? (_callers.Get((subject, ScopesOf(result.ClaimsIdentity)), now), null)
            : (null, AccessProblem.TokenInvalid);
    }

    public void Dispose() => _http?.Dispose();

    private static TokenValidationParameters ChecksOf(TokenOptions settings, BaseConfigurationManager issuer) => new()
    {
        ConfigurationManager = issuer,
        ValidAudience = settings.Audience,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        TryAllIssuerSigningKeys = false,
        ClockSkew = TimeSpan.FromSeconds(30),

        // Signatures of key pairs alone: with a shared secret the published key itself could be taken for one.
        ValidAlgorithms =
        [
            SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
            SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        ],
        ValidTypes = ["JWT", "at+jwt", "application/at+jwt"],
    };

    private static AccessScopes ScopesOf(ClaimsIdentity identity) => AccessScopesText.Parse(identity.Claims
        .Where(claim => claim.Type is "scope" or "scp")
        .SelectMany(claim => claim.Value.Split(' '))
        .Where(word => word.StartsWith(ScopePrefix, StringComparison.Ordinal))
        .Select(word => word[ScopePrefix.Length..]));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The issuer of tokens could not be asked for its keys")]
        public static partial void IssuerAway(ILogger logger, Exception exception);
    }
}
