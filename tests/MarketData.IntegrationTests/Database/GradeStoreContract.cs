using MarketData.Signals.Grades;

namespace MarketData.IntegrationTests.Database;

/// <summary>What every engine must do with grades. Each test has an empty database.</summary>
public abstract class GradeStoreContract : IAsyncLifetime
{
    private const int Doge = 7;

    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly GradeSource Trader = new("trader", "1");

    private protected TestStore Test { get; private set; } = null!;

    private IGradeStore Grades => Test.Grades;

    public async Task InitializeAsync()
    {
        Test = (TestStore)await OpenAsync();
        await Test.Migrator.MigrateAsync(CancellationToken.None);
    }

    public virtual async Task DisposeAsync() => await Test.DisposeAsync();

    /// <summary>A <see cref="TestStore"/> (which is internal) over an empty database.</summary>
    protected abstract Task<object> OpenAsync();

    [Fact]
    public async Task PutAsync_Grades_ComeBackWithAllTheirDigitsAndWhatIsUnknown()
    {
        var grade = Some(0) with
        {
            Grade = 61.69089374613241,
            Coverage = 2.0 / 3,
            SubScores = [0, 100, 1.0 / 3, null, double.Epsilon, null, 12.5, 1e-300, null],
        };
        await Grades.PutAsync([grade, Some(1)], null, CancellationToken.None);

        Text(await ReadAsync()).ShouldBe(Text([grade, Some(1)]));
    }

    [Fact]
    public async Task PutAsync_LaterOnTheSameDay_Replaces()
    {
        await Grades.PutAsync([Some(0)], null, CancellationToken.None);
        var later = Some(0) with { Grade = 12, SubScores = [.. Enumerable.Repeat<double?>(null, 9)], ComputedAt = Some(0).ComputedAt.AddHours(1), Source = "other" };

        await Grades.PutAsync([later], null, CancellationToken.None);

        Text(await ReadAsync()).ShouldBe(Text([later]));
    }

    [Fact]
    public async Task PutAsync_EarlierOnTheSameDay_ChangesNothing()
    {
        await Grades.PutAsync([Some(0)], null, CancellationToken.None);

        await Grades.PutAsync([Some(0) with { Grade = 12, ComputedAt = Some(0).ComputedAt.AddHours(-1) }], null, CancellationToken.None);

        Text(await ReadAsync()).ShouldBe(Text([Some(0)]));
    }

    [Fact]
    public async Task PutAsync_OneKeyTwice_KeepsTheOneComputedLater()
    {
        await Grades.PutAsync([Some(0), Some(0) with { Grade = 12, ComputedAt = Some(0).ComputedAt.AddHours(-1) }], null, CancellationToken.None);

        (await ReadAsync()).Single().Grade.ShouldBe(Some(0).Grade);
    }

    [Fact]
    public async Task PutAsync_OtherVersionsAndModels_StandBesideEachOther()
    {
        var versions = new[] { Some(0), Some(0) with { MadeBy = new("trader", "2"), Grade = 2 }, Some(0) with { MadeBy = new("investor", "1"), Grade = 3 } };
        await Grades.PutAsync(versions, null, CancellationToken.None);

        foreach (var version in versions)
        {
            (await Grades.ReadAsync(Doge, version.MadeBy, Day, Day.AddDays(1), 10, CancellationToken.None)).Single().Grade.ShouldBe(version.Grade);
        }
    }

    [Fact]
    public async Task ReadAsync_Range_IncludesItsStartExcludesItsEndAndEndsAtTheLimit()
    {
        await Grades.PutAsync([.. Enumerable.Range(0, 6).Select(Some), Some(2) with { AssetId = 8 }], null, CancellationToken.None);

        (await ReadAsync(1, 4)).Select(grade => grade.Day).ShouldBe([Day.AddDays(1), Day.AddDays(2), Day.AddDays(3)]);
        (await ReadAsync(1, 4, limit: 2)).Select(grade => grade.Day).ShouldBe([Day.AddDays(1), Day.AddDays(2)]);
    }

    [Fact]
    public async Task FindStartAsync_NewestBeforeATime_GivesTheOldestOfThem()
    {
        await Grades.PutAsync([.. Enumerable.Range(0, 6).Select(Some)], null, CancellationToken.None);

        (await Grades.FindStartAsync(Doge, Trader, Day.AddDays(5), 2, CancellationToken.None)).ShouldBe(Day.AddDays(3));
        (await Grades.FindStartAsync(Doge, Trader, Day.AddDays(5), 100, CancellationToken.None)).ShouldBe(Day);
        (await Grades.FindStartAsync(Doge, Trader, Day, 100, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadDayAsync_OneDay_GivesItsAssetsByTheModelAlone()
    {
        await Grades.PutAsync(
            [Some(0), Some(1), Some(1) with { AssetId = 8, Grade = 33 }, Some(1) with { AssetId = 9, MadeBy = new("trader", "2") }], null, CancellationToken.None);

        (await Grades.ReadDayAsync(Trader, Day.AddDays(1), CancellationToken.None)).OrderBy(grade => grade.Key).ShouldBe([new(Doge, 51), new(8, 33)]);
    }

    [Fact]
    public async Task RemoveOlderAsync_ATime_LeavesItsDayAndWhatFollows()
    {
        await Grades.PutAsync([.. Enumerable.Range(0, 4).Select(Some)], null, CancellationToken.None);

        (await Grades.RemoveOlderAsync(Day.AddDays(2), null, CancellationToken.None)).ShouldBe(2);

        (await ReadAsync()).Select(grade => grade.Day).ShouldBe([Day.AddDays(2), Day.AddDays(3)]);
    }

    [Fact]
    public async Task RemoveSourceAsync_OneOfTwo_LeavesWhatRestsOnTheOther()
    {
        await Grades.PutAsync([Some(0), Some(1) with { Source = "sample" }, Some(2) with { Source = "coingecko,sample" }], null, CancellationToken.None);

        await Test.Store.RemoveSourceAsync("sample", null, CancellationToken.None);

        (await ReadAsync()).Select(grade => grade.Source).ShouldBe(["coingecko", "coingecko,sample"]);
    }

    private static StoredGrade Some(int day) => new(
        Doge, Trader, Day.AddDays(day), 50 + day, 0.9, [1, 2, 3, 4, 5, 6, 7, 8, 9], Day.AddDays(day).AddHours(20).AddTicks(1_234_560), "coingecko");

    private static List<string> Text(IEnumerable<StoredGrade> grades) =>
        [.. grades.Select(grade => $"{grade with { SubScores = [] }} {string.Join('|', grade.SubScores.Select(score => score?.ToString("R") ?? "-"))}")];

    private Task<IReadOnlyList<StoredGrade>> ReadAsync(int from = 0, int to = 100, int limit = 1000) =>
        Grades.ReadAsync(Doge, Trader, Day.AddDays(from), Day.AddDays(to), limit, CancellationToken.None);
}
