using MarketData.Database;
using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MarketData.Access.Keys;

internal static class AdminKeysEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;
    private const int UsualOverlapHours = 24;
    private const int LongestOverlapHours = 8_760;
    private const int LongestLifeDays = 3_650;

    private static readonly PathParameter KeyId = new("id", "Id of the key: the eight characters after mdk_.", "Zr8kQ2Lw");

    private static readonly QueryParameter<int> Limit = Parameter.Integer("limit", 1, 500, 100, "Keys on a page.");

    private static readonly QueryParameter<string?> Cursor = Parameter.Text("cursor", 64, "Where to go on: next of the page before.", "Zr8kQ2Lw");

    public static RouteGroupBuilder MapAdminKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/admin/keys").WithTags("Administration").RequireScope(AccessScopes.Admin)
            .WithMetadata(QueryContract.Empty)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/", ListAsync)
            .WithName("GetKeys")
            .WithSummary("API keys, without their secrets.")
            .WithDescription("By id, those that have ended too: keys are never deleted.")
            .WithQuery(Limit, Cursor);

        group.MapPost("/", CreateAsync)
            .WithName("CreateKey")
            .WithSummary("Makes an API key.")
            .WithDescription("The answer holds the key itself, which is shown this once and kept nowhere.")
            .WithBody<CreateKeyRequest>();

        group.MapPost("/{id}/rotate", RotateAsync)
            .WithName("RotateKey")
            .WithSummary("Makes a key in the place of another.")
            .WithDescription("The old key goes on for a while, so that clients can be changed one after the other. Its name, scopes, plan and length of life pass to the new one.")
            .WithPath(KeyId)
            .WithBody<RotateKeyRequest>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapDelete("/{id}", RevokeAsync)
            .WithName("RevokeKey")
            .WithSummary("Revokes a key.")
            .WithDescription("It is refused here from now on, and within five seconds by every replica. Revoking it again changes nothing.")
            .WithPath(KeyId)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return group;
    }

    private static async Task<JsonAnswer<KeysResponse>> ListAsync(
        RequestQuery query, AccessStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var limit = query.Get(Limit);
        var keys = await store.ReadPageAsync(query.Get(Cursor) ?? "", limit + 1, cancellationToken);
        var page = keys.Take(limit).Select(key => KeyResponse.Of(key, time.GetUtcNow())).ToList();
        return new JsonAnswer<KeysResponse>(new KeysResponse(page, keys.Count > limit ? page[^1].Id : null));
    }

    private static async Task<Results<JsonAnswer<CreatedKeyResponse>, ApiProblem>> CreateAsync(
        HttpContext context, KeyAdministration keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync<CreateKeyRequest>(context.Request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        var words = body.Scopes ?? ["read", "stream", "rank"];
        if (words.FirstOrDefault(word => AccessScopesText.Find(word) == AccessScopes.None) is { } unknown)
        {
            return JsonBody.Invalid("$.scopes", $"'{Shorten(unknown)}' is no scope.", $"Some of {string.Join(", ", AccessScopesText.Words)}.");
        }

        if (body.ExpiresInDays is < 1 or > LongestLifeDays)
        {
            return JsonBody.Invalid("$.expires_in_days", "The number is out of range.", $"1 to {LongestLifeDays}.");
        }

        var scopes = AccessScopesText.Parse(words);
        var plan = body.Plan ?? AccessOptions.StandardPlan;
        TimeSpan? life = body.ExpiresInDays is { } days ? TimeSpan.FromDays(days) : null;
        if (keys.ProblemOf(body.Name, scopes, plan, life) is { } problem)
        {
            return JsonBody.Invalid("$." + problem[..problem.IndexOf(':', StringComparison.Ordinal)], "It is not what the field takes.", problem);
        }

        var (text, key) = await keys.CreateAsync(context.Actor(), body.Name, scopes, plan, life, cancellationToken);
        return Created(context, text, key, time);
    }

    private static async Task<Results<JsonAnswer<CreatedKeyResponse>, ApiProblem>> RotateAsync(
        string id, HttpContext context, KeyAdministration keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync<RotateKeyRequest>(context.Request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (body.OverlapHours is < 0 or > LongestOverlapHours)
        {
            return JsonBody.Invalid("$.overlap_hours", "The number is out of range.", $"0 to {LongestOverlapHours}.");
        }

        var overlap = TimeSpan.FromHours(body.OverlapHours ?? UsualOverlapHours);
        return await keys.RotateAsync(context.Actor(), id, overlap, cancellationToken) is var (text, key)
            ? Created(context, text, key, time)
            : new ApiProblem(StatusCodes.Status404NotFound, "unknown_key", $"There is no key '{Shorten(id)}' that is taken and was not replaced.");
    }

    private static async Task<Results<JsonAnswer<KeyAnswer>, ApiProblem>> RevokeAsync(
        string id, HttpContext context, KeyAdministration keys, TimeProvider time, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(context.Actor(), id, cancellationToken) is { } key
            ? new JsonAnswer<KeyAnswer>(new KeyAnswer(KeyResponse.Of(key, time.GetUtcNow())))
            : new ApiProblem(StatusCodes.Status404NotFound, "unknown_key", $"There is no key '{Shorten(id)}'.");

    private static JsonAnswer<CreatedKeyResponse> Created(HttpContext context, string text, ApiKey key, TimeProvider time)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new JsonAnswer<CreatedKeyResponse>(new CreatedKeyResponse(KeyResponse.Of(key, time.GetUtcNow()), text));
    }

    private static RouteHandlerBuilder WithBody<T>(this RouteHandlerBuilder builder)
        where T : notnull => builder
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Accepts<T>("application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
