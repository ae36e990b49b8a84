using System.Globalization;
using MarketData.Assets;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Signals.Models;
using MarketData.Snapshots;

namespace MarketData.Signals.Grades;

/// <summary>What of the list of grades is asked for: its parameters, and what was made of them.</summary>
internal sealed class GradesQuery
{
    private const double MaxWeight = 1000;

    public static readonly QueryParameter<string?> Model = Parameter.Text(
        "model", 64, "The model by its name, for its newest version, or by name and version, as GET /v1/models lists them. Default trader.", "investor-1");

    public static readonly QueryParameter<IReadOnlyDictionary<SubScoreName, double>?> Weights = new()
    {
        Name = "weights",
        Description = "Weights of your own for the model's sub-scores, where the model takes them; sub-scores that are not named are left out.",
        Accepts = $"Sub-scores with weights above 0 and at most {MaxWeight}, such as momentum:2,liquidity:1, each once.",
        Default = null,
        Schema = new ParameterSchema("string") { MaxLength = 300, Example = "momentum:2,liquidity:1" },
        Reader = TryReadWeights,
    };

    private static readonly Dictionary<string, SubScoreName> SubScores =
        Enum.GetValues<SubScoreName>().ToDictionary(GradeResponse.NameOf);

    private static readonly QueryParameter<double?> MinGrade = Parameter.Double("min_grade", "Only assets whose grade is at least this.", 60);

    private static readonly QueryParameter<IReadOnlyList<string>> Letters = Parameter.Words(
        "letter", [.. GradeLetter.All.Select(letter => letter.Letter)], "Only grades of these letters.", "A,B");

    private static readonly QueryParameter<GradeSort> Sort = Parameter.Named(
        "sort",
        new Dictionary<string, GradeSort>
        {
            ["grade"] = new(GradeField.Grade),
            ["coverage"] = new(GradeField.Coverage),
            ["market_cap"] = new(GradeField.MarketCap),
        }.Concat(SubScores.Select(score => KeyValuePair.Create(score.Key, new GradeSort(default, score.Value)))).ToDictionary(),
        "grade",
        new GradeSort(GradeField.Grade),
        "What the list is sorted by: the grade, a sub-score, or another figure. Unknown comes last either way; equals stand in order of their ids.");

    /// <summary>All parameters of the list.</summary>
    public static readonly QueryParameter[] Parameters =
    [
        Model, Weights, MarketParameters.Ids, AssetListQuery.Tier, AssetListQuery.Category, MinGrade, Letters,
        Sort, AssetListQuery.Descending, AssetListQuery.Limit, AssetListQuery.CursorText,
    ];

    private GradesQuery(RequestQuery query, AssetFilter filter)
    {
        Filter = filter;
        LeastGrade = query.Get(MinGrade);
        WantedLetters = query.Get(Letters);
        SortedBy = query.Get(Sort);
        IsDescending = query.Get(AssetListQuery.Descending);
        PageSize = Math.Max(query.Get(AssetListQuery.Limit), filter.Selection?.Found.Count ?? 0);
    }

    public AssetFilter Filter { get; }

    public double? LeastGrade { get; }

    public IReadOnlyList<string> WantedLetters { get; }

    public GradeSort SortedBy { get; }

    public bool IsDescending { get; }

    public int PageSize { get; }

    /// <summary>Where to go on; null on the first page.</summary>
    public AssetCursor? Cursor { get; private init; }

    /// <summary>Names filter and sort, so that a cursor of another list is noticed.</summary>
    public ulong Fingerprint { get; private init; }

    /// <summary>Reads a request's query against a snapshot; null and the problem if it does not fit.</summary>
    public static GradesQuery? Read(RequestQuery query, MarketSnapshot snapshot, out ApiProblem? problem)
    {
        problem = AssetListQuery.CategoryProblem(query, snapshot);
        var fingerprint = AssetCursor.FingerprintOf(query, Parameters, AssetListQuery.CursorText, AssetListQuery.Limit);
        if (problem is not null || !AssetListQuery.TryReadCursor(query, fingerprint, out var cursor, out problem))
        {
            return null;
        }

        var filter = new AssetFilter
        {
            Tier = query.Get(AssetListQuery.Tier),
            Category = query.Get(AssetListQuery.Category),
            Money = [],
            Ratios = [],
            Selection = query.Has(MarketParameters.Ids) ? AssetSelection.Of(query.Get(MarketParameters.Ids), [], snapshot) : null,
        };
        return new GradesQuery(query, filter) { Cursor = cursor, Fingerprint = fingerprint };
    }

    /// <summary>Whether the asset at a place belongs in the list. An unknown grade is within no bounds and has no letter.</summary>
    public bool Includes(ModelGrades grades, int place)
    {
        var grade = grades.Grades[place];
        return !(grade < LeastGrade)
            && (!double.IsNaN(grade) || (LeastGrade is null && WantedLetters.Count == 0))
            && (WantedLetters.Count == 0 || WantedLetters.Contains(GradeLetter.Of(grade)))
            && Filter.Includes(grades.Columns.Snapshot, grades.Columns.Rows[place], Currency.UsDollar);
    }

    /// <summary>The model asked for; null and the problem if there is none.</summary>
    public static GradeModel? FindModel(RequestQuery query, GradeModelCatalog models, out ApiProblem? problem)
    {
        var model = models.Find(query.Get(Model)?.ToLowerInvariant() ?? GradeModelCatalog.Default);
        problem = model is not null ? null : ApiProblem.BadParameter(
            Model.Name, "unknown_model", $"There is no model '{query.Get(Model)}'.", $"One of {string.Join(", ", models.All.Select(known => known.Id))}.");
        return model;
    }

    /// <summary>What is wrong with weights for a model; null if they fit, or none are given.</summary>
    public static ApiProblem? WeightsProblem(RequestQuery query, GradeModel model)
    {
        if (query.Get(Weights) is not { } weights)
        {
            return null;
        }

        var names = model.SubScores.Select(score => score.Name).ToList();
        return model.TakesWeights && weights.Keys.All(names.Contains)
            ? null
            : ApiProblem.BadParameter(
                Weights.Name,
                "invalid_weights",
                model.TakesWeights ? $"{model.Id} does not have all of these sub-scores." : $"{model.Id} does not take weights: they are what it is about.",
                model.TakesWeights ? $"Some of {string.Join(", ", names.Select(GradeResponse.NameOf))}." : "A model whose takes_weights is true in GET /v1/models.");
    }

    private static bool TryReadWeights(string text, out IReadOnlyDictionary<SubScoreName, double>? weights)
    {
        var read = new SortedDictionary<SubScoreName, double>();
        weights = read;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split(':') is not [var name, var number]
                || !SubScores.TryGetValue(name.Trim().ToLowerInvariant(), out var score)
                || !double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var weight)
                || weight is not (> 0 and <= MaxWeight)
                || !read.TryAdd(score, weight))
            {
                return false;
            }
        }

        return true;
    }
}
