namespace MarketData.Signals.Grades;

/// <summary>Letters of grades: <c>A</c> from 75, <c>B</c> from 60, <c>C</c> from 45, <c>D</c> from 30, else <c>F</c>. The same for every model.</summary>
internal static class GradeLetter
{
    /// <summary>The letters, best first, each with the least grade that has it.</summary>
    public static readonly IReadOnlyList<(string Letter, double From)> All = [("A", 75), ("B", 60), ("C", 45), ("D", 30), ("F", 0)];

    /// <summary>The letter of a grade from 0 to 100.</summary>
    public static string Of(double grade) => All.First(letter => grade >= letter.From || letter.From == 0).Letter;
}
