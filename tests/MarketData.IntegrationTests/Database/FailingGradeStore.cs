using MarketData.Signals.Grades;

namespace MarketData.IntegrationTests.Database;

/// <summary>A store that refuses to write while a test wants it to.</summary>
internal sealed class FailingGradeStore : IGradeStore
{
    private IGradeStore _store = null!;

    public bool Fails { get; set; }

    public FailingGradeStore Over(IGradeStore store)
    {
        _store = store;
        return this;
    }

    public Task PutAsync(IReadOnlyList<StoredGrade> grades, long? epoch, CancellationToken cancellationToken) =>
        Fails ? throw new IOException("The disk is full.") : _store.PutAsync(grades, epoch, cancellationToken);

    public Task<IReadOnlyList<StoredGrade>> ReadAsync(
        int assetId, GradeSource model, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        _store.ReadAsync(assetId, model, from, to, limit, cancellationToken);

    public Task<DateTimeOffset?> FindStartAsync(
        int assetId, GradeSource model, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _store.FindStartAsync(assetId, model, before, limit, cancellationToken);

    public Task<IReadOnlyDictionary<int, double>> ReadDayAsync(GradeSource model, DateTimeOffset day, CancellationToken cancellationToken) =>
        _store.ReadDayAsync(model, day, cancellationToken);

    public Task<int> RemoveOlderAsync(DateTimeOffset before, long? epoch, CancellationToken cancellationToken) => _store.RemoveOlderAsync(before, epoch, cancellationToken);
}
