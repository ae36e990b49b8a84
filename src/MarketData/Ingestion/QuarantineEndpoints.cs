using System.Buffers.Text;
using System.Globalization;
using System.Text;
using MarketData.Access;
using MarketData.Database;
using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Ingestion;

internal static class QuarantineEndpoints
{
    private const char Separator = '\u001f';

    private static readonly QueryParameter<string?> Source = Parameter.Text("source", 32, "Only refusals of this source.", "coingecko");

    private static readonly QueryParameter<string?> Rule = Parameter.Text("rule", 64, "Only refusals by this rule.", "jump");

    private static readonly QueryParameter<string?> Asset = Parameter.Text("id", 200, "Only refusals of this asset, by id.", "bitcoin");

    private static readonly QueryParameter<int> Limit = Parameter.Integer("limit", 1, 500, 100, "Refusals on a page.");

    private static readonly QueryParameter<string?> Cursor = Parameter.Text("cursor", 1024, "Where to go on: next of the page before.", "NjM5MDc5NDY0MDQxMDc0Nzc5H2NvaW5nZWNrbx91bmlzd2FwH25lZ2F0aXZlH3ZvbHVtZV8yNGg");

    public static RouteGroupBuilder MapQuarantine(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/quarantine", "Operations").LimitConcurrency();

        group.MapGet("/", GetQuarantineAsync)
            .WithName("GetQuarantine")
            .WithSummary("Figures that the quality gate refused, last seen first.")
            .WithDescription("Each with the rule, the value and the reason. Repeats of a refusal are counted.")
            .WithQuery(Source, Rule, Asset, Limit, Cursor)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return group;
    }

    private static async Task<Results<JsonAnswer<QuarantineResponse>, ApiProblem>> GetQuarantineAsync(
        RequestQuery query, IMarketStore store, SnapshotHolder holder, CancellationToken cancellationToken)
    {
        var snapshot = holder.Required;
        var number = query.Get(Asset) is { } id ? snapshot.Find(id) : null;
        if (query.Has(Asset) && number is null)
        {
            return ApiProblem.UnknownAsset(query.Get(Asset)!);
        }

        QuarantinePosition? before = null;
        if (query.Get(Cursor) is { } cursor && !TryReadCursor(cursor, out before))
        {
            return ApiProblem.BadParameter("cursor", "invalid_cursor", "The cursor is not one of this list.", "next of the page before.");
        }

        var limit = query.Get(Limit);
        var filter = new QuarantineFilter(query.Get(Source), query.Get(Rule), number is { } row ? snapshot.Rows[row].Asset.Id : null, before, limit + 1);
        var found = await store.GetQuarantineAsync(filter, cancellationToken);
        var page = found.Take(limit).ToList();
        var slugs = snapshot.Rows.ToDictionary(entry => entry.Asset.Id, entry => entry.Asset.Slug);
        return new JsonAnswer<QuarantineResponse>(new QuarantineResponse(
            [.. page.Select(entry => QuarantineItem.From(entry, slugs))], found.Count > limit ? WriteCursor(page[^1]) : null));
    }

    private static string WriteCursor(QuarantinedQuote last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(
        Separator, last.LastSeenAt.UtcTicks.ToString(CultureInfo.InvariantCulture), last.Source, last.SourceId, last.Rule, last.Field)));

    private static bool TryReadCursor(string text, out QuarantinePosition? position)
    {
        position = null;

        // The decoder's Try is about room only: of text that is no Base64Url it throws.
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.TryDecodeFromChars(text, bytes, out var length))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(Separator);
        if (parts.Length != 5
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.UtcTicks
            || parts.Any(part => part.Contains('\0', StringComparison.Ordinal)))
        {
            return false;
        }

        position = new QuarantinePosition(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1], parts[2], parts[3], parts[4]);
        return true;
    }
}

/// <summary>Refused figures.</summary>
/// <param name="Data">The figures, last seen first.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
public sealed record QuarantineResponse(IReadOnlyList<QuarantineItem> Data, string? Next);

/// <summary>A refused figure.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="SourceId">The asset's id at the source.</param>
/// <param name="AssetId">Our id of the asset; null if the figure could not be tied to one.</param>
/// <param name="Rule">Name of the rule that refused it.</param>
/// <param name="Field">The refused figure; <c>quote</c> if the whole quote was refused.</param>
/// <param name="Value">What the source said, as text; null if it said nothing.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="AsOf">Time of the figure by the source's clock; null if it gave none.</param>
/// <param name="FirstSeenAt">When this was first refused, by our clock.</param>
/// <param name="LastSeenAt">When it was last refused, by our clock.</param>
/// <param name="Occurrences">How often.</param>
public sealed record QuarantineItem(
    string Source,
    string SourceId,
    string? AssetId,
    string Rule,
    string Field,
    string? Value,
    string Reason,
    DateTimeOffset? AsOf,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt,
    long Occurrences)
{
    internal static QuarantineItem From(QuarantinedQuote entry, IReadOnlyDictionary<int, string> slugs) => new(
        entry.Source,
        entry.SourceId,
        entry.AssetId is { } id ? slugs.GetValueOrDefault(id) : null,
        entry.Rule,
        entry.Field,
        entry.Value,
        entry.Reason,
        entry.AsOf,
        entry.FirstSeenAt,
        entry.LastSeenAt,
        entry.Occurrences);
}
