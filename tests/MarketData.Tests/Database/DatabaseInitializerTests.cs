using MarketData.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Database;

public sealed class DatabaseInitializerTests
{
    private readonly ImpatientTime _time = new();

    [Fact]
    public async Task StartAsync_DatabaseComesUpInTime_Migrates()
    {
        var migrator = new StubMigrator(failures: 5, new TimeoutException("not yet"));

        await Initializer(migrator).StartAsync(CancellationToken.None);

        migrator.Attempts.ShouldBe(6);
    }

    [Fact]
    public async Task StartAsync_DatabaseStaysAway_FailsWithWhatToDo()
    {
        var migrator = new StubMigrator(int.MaxValue, new TimeoutException("no route to host"));

        var exception = await Should.ThrowAsync<DatabaseUnavailableException>(() => Initializer(migrator).StartAsync(CancellationToken.None));

        exception.Message.ShouldContain("stub at nowhere");
        exception.Message.ShouldContain("no route to host");
        exception.Message.ShouldContain("ConnectionStrings:Postgres");
        _time.Elapsed.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(30));
        _time.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(27));
    }

    [Fact]
    public async Task StartAsync_NoWaitingAllowed_AsksOnce()
    {
        var migrator = new StubMigrator(int.MaxValue, new TimeoutException("no"));

        await Should.ThrowAsync<DatabaseUnavailableException>(() =>
            Initializer(migrator, TimeSpan.Zero).StartAsync(CancellationToken.None));

        migrator.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_FailureThatWaitingDoesNotCure_FailsAtOnce()
    {
        var migrator = new StubMigrator(int.MaxValue, new MigrationChangedException("0001_x"));

        await Should.ThrowAsync<MigrationChangedException>(() => Initializer(migrator).StartAsync(CancellationToken.None));

        migrator.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_HostStopsWhileWaiting_Ends()
    {
        using var stop = new CancellationTokenSource();
        var migrator = new StubMigrator(int.MaxValue, new TimeoutException("no"), stop.Cancel);

        await Should.ThrowAsync<Exception>(() => Initializer(migrator).StartAsync(stop.Token));

        migrator.Attempts.ShouldBe(1);
    }

    private DatabaseInitializer Initializer(IDatabaseMigrator migrator, TimeSpan? startupTimeout = null) => new(
        migrator,
        Options.Create(new DatabaseOptions { StartupTimeout = startupTimeout ?? TimeSpan.FromSeconds(30) }),
        _time,
        NullLogger<DatabaseInitializer>.Instance);

    private sealed class StubMigrator(int failures, Exception failure, Action? onAttempt = null) : IDatabaseMigrator
    {
        public int Attempts { get; private set; }

        public string Target => "stub at nowhere";

        public Task<IReadOnlyList<Migration>> PlanAsync(CancellationToken cancellationToken) => MigrateAsync(cancellationToken);

        public Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellationToken)
        {
            Attempts++;
            onAttempt?.Invoke();
            return Attempts > failures
                ? Task.FromResult<IReadOnlyList<Migration>>([])
                : Task.FromException<IReadOnlyList<Migration>>(failure);
        }

        public bool IsUnreachable(Exception exception) => exception is TimeoutException;
    }

    /// <summary>A clock on which every wait is over at once, and that has moved on by it.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public TimeSpan Elapsed { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Elapsed += dueTime;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
