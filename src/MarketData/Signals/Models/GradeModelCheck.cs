using MarketData.Ranking.Factors;

namespace MarketData.Signals.Models;

/// <summary>What a file of a model must be.</summary>
internal static class GradeModelCheck
{
    /// <summary>What is wrong with a model, each in a sentence that names the place; none if it fits.</summary>
    public static IEnumerable<string> ProblemsOf(GradeModel model, string file)
    {
        if (file != model.Id + ".json")
        {
            yield return $"{file}: it holds {model.Name} version {model.Version}; name it {model.Id}.json.";
        }

        if (model.Name.Length == 0 || model.Name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
        {
            yield return $"{file}: name is '{model.Name}'; lower-case letters, digits and dashes make a name.";
        }

        if (model.Version < 1)
        {
            yield return $"{file}: version is {model.Version}; versions begin with 1.";
        }

        if (!(model.MinCoverage is > 0 and <= 1))
        {
            yield return $"{file}: min_coverage is {model.MinCoverage}; it is a share above 0 and at most 1.";
        }

        if (model.SubScores.Count == 0)
        {
            yield return $"{file}: sub_scores is empty.";
        }

        foreach (var repeated in RepeatsOf(model.SubScores.Select(score => score.Name)))
        {
            yield return $"{file}: sub-score {repeated} is there twice.";
        }

        foreach (var problem in model.SubScores.SelectMany(ProblemsOf))
        {
            yield return $"{file}: {problem}";
        }
    }

    private static IEnumerable<string> ProblemsOf(SubScoreModel score)
    {
        if (!IsWeight(score.Weight))
        {
            yield return $"weight of {score.Name} is {score.Weight}; it is a number above 0.";
        }

        if (score.Inputs.Count == 0)
        {
            yield return $"{score.Name} has no inputs.";
        }

        foreach (var repeated in RepeatsOf(score.Inputs.Select(input => input.Factor)))
        {
            yield return $"input {repeated} of {score.Name} is there twice.";
        }

        foreach (var input in score.Inputs)
        {
            if (FactorCatalog.Find(input.Factor) is null)
            {
                yield return $"input {input.Factor} of {score.Name} is no factor.";
            }

            if (!IsWeight(input.Weight))
            {
                yield return $"weight of {input.Factor} in {score.Name} is {input.Weight}; it is a number above 0.";
            }
        }
    }

    private static bool IsWeight(double weight) => weight > 0 && double.IsFinite(weight);

    private static IEnumerable<T> RepeatsOf<T>(IEnumerable<T> items) => items.GroupBy(item => item).Where(group => group.Skip(1).Any()).Select(group => group.Key);
}
