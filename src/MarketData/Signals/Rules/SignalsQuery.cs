using System.Globalization;
using MarketData.Assets;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Signals.Rules;

/// <summary>What of the list of signals is asked for.</summary>
internal sealed class SignalsQuery
{
    private const int MaxLimit = 500;

    public static readonly QueryParameter<string?> Rule = Parameter.Named<string?>(
        "rule", SignalRules.All.ToDictionary(rule => rule.Name, rule => (string?)rule.Name), null, null, "Only signals of this rule.");

    private static readonly QueryParameter<SignalState?> State = Parameter.Choice<SignalState>("state", "Only signals in this state.");

    private static readonly QueryParameter<CapTier?> Tier = Parameter.Choice<CapTier>("tier", "Only assets of this cap tier.");

    private static readonly QueryParameter<string?> Category = Parameter.Text(
        "category", 100, "Only members of this category, by id.", "layer-1");

    private static readonly QueryParameter<DateTimeOffset?> Since = Parameter.Time(
        "since", "Only states that began on this day or later.", "2026-01-31");

    private static readonly QueryParameter<int> Limit = Parameter.Integer("limit", 1, MaxLimit, 100, "Signals on a page.");

    private static readonly QueryParameter<string?> CursorText = Parameter.Text(
        "cursor", 512, "Where to go on: next of the page before. The other parameters must be the same.", "AeOwxEKY_BwUQnNnUlmOAABiaXRjb2luLzA");

    /// <summary>All parameters of the list.</summary>
    public static readonly QueryParameter[] Parameters =
    [
        Rule, State, MarketParameters.Ids, Tier, Category, Since, Limit, CursorText, MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers,
    ];

    private readonly RequestQuery _query;
    private readonly AssetSelection? _selection;
    private readonly ulong _fingerprint;
    private readonly SignalPlace? _after;

    private SignalsQuery(RequestQuery query, AssetSelection? selection, ulong fingerprint, SignalPlace? after)
    {
        _query = query;
        _selection = selection;
        _fingerprint = fingerprint;
        _after = after;
    }

    /// <summary>What was asked for by ids and does not exist.</summary>
    public IReadOnlyList<MissingItem> Missing => _selection?.Missing ?? [];

    /// <summary>Reads a request's query against a snapshot; null and the problem if it does not fit.</summary>
    public static SignalsQuery? Read(RequestQuery query, MarketSnapshot snapshot, out ApiProblem? problem)
    {
        if (query.Get(Category) is { } category && snapshot.FindCategory(category) is null)
        {
            problem = ApiProblem.BadParameter("category", "unknown_category", $"There is no category '{category}'.", "An id of GET /v1/categories.");
            return null;
        }

        var fingerprint = AssetCursor.FingerprintOf(query, Parameters, CursorText, Limit, MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers);
        SignalPlace? after = null;
        if (query.Get(CursorText) is { } text && !TryReadPlace(text, fingerprint, out after))
        {
            problem = ApiProblem.BadParameter(
                "cursor", "invalid_cursor", "The cursor is not one of this list with these parameters.", "next of the page before, with the same filters.");
            return null;
        }

        problem = null;
        var selection = query.Has(MarketParameters.Ids) ? AssetSelection.Of(query.Get(MarketParameters.Ids), [], snapshot) : null;
        return new SignalsQuery(query, selection, fingerprint, after);
    }

    /// <summary>The signals of the page, and the cursor of the next one.</summary>
    public (List<Signal> Page, string? Next) Find(SignalBoard board)
    {
        var limit = _query.Get(Limit);
        var page = new List<Signal>(limit);
        foreach (var signal in board.All)
        {
            if ((_after is { } after && board.PlaceOf(signal).CompareTo(after) <= 0) || !Includes(board, signal))
            {
                continue;
            }

            if (page.Count == limit)
            {
                var last = board.PlaceOf(page[^1]);
                return (page, new AssetCursor(_fingerprint, last.Since, string.Create(CultureInfo.InvariantCulture, $"{last.Slug}/{last.Rule}")).Write());
            }

            page.Add(signal);
        }

        return (page, null);
    }

    private bool Includes(SignalBoard board, Signal signal)
    {
        var row = board.Snapshot.Rows[signal.Row];
        return (_query.Get(Rule) is not { } rule || SignalRules.All[signal.Rule].Name == rule)
            && (_query.Get(State) is not { } state || signal.Position.IsLong == (state == SignalState.Long))
            && (_query.Get(Since) is not { } since || (signal.Position.Since is { } began && SignalBook.TimeOf(began) >= since))
            && (_selection is null || _selection.Rows.Contains(signal.Row))
            && (_query.Get(Tier) is not { } tier || row.Tier == tier)
            && (_query.Get(Category) is not { } category || row.Categories.Contains(category));
    }

    private static bool TryReadPlace(string text, ulong fingerprint, out SignalPlace? place)
    {
        place = null;
        if (!AssetCursor.TryRead(text, fingerprint, out var cursor))
        {
            return false;
        }

        var end = cursor!.Slug.LastIndexOf('/');
        if (end <= 0 || !int.TryParse(cursor.Slug.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var rule))
        {
            return false;
        }

        place = new SignalPlace(cursor.Key, cursor.Slug[..end], rule);
        return true;
    }
}
