using System.Net;
using System.Security.Cryptography;
using System.Text;
using MarketData.Hosting.Problems;

namespace MarketData.Hosting;

/// <summary>
/// Who may administer: whoever has the secret of the setting <c>Admin:Secret</c> (header <c>X-Admin-Secret</c>), and in Development callers
/// of this machine. Without a secret nobody else.
/// </summary>
internal static class AdminAccess
{
    private const string Header = "X-Admin-Secret";

    /// <summary>Refuses everybody else with 401, before the endpoint runs.</summary>
    public static RouteGroupBuilder RequireAdmin(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter((context, next) => IsAllowed(context.HttpContext)
            ? next(context)
            : ValueTask.FromResult<object?>(new ApiProblem(
                StatusCodes.Status401Unauthorized, "unauthorized", $"This needs the secret of the setting Admin:Secret in the header {Header}.")));
        group.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(ProblemResponse), ["application/problem+json"]));
        return group;
    }

    private static bool IsAllowed(HttpContext context)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<IConfiguration>()["Admin:Secret"] is { Length: > 0 } secret)
        {
            return CryptographicOperations.FixedTimeEquals(Hash(secret), Hash(context.Request.Headers[Header].ToString()));
        }

        return services.GetRequiredService<IHostEnvironment>().IsDevelopment()
            && context.Connection.RemoteIpAddress is { } caller
            && IPAddress.IsLoopback(caller);
    }

    // Of one length, whatever was given: the comparison tells nothing of the secret's.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
