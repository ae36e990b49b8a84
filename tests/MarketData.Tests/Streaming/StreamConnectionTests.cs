using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.Access.Limits;
using MarketData.Streaming;

namespace MarketData.Tests.Streaming;

public sealed class StreamConnectionTests
{
    private static readonly StreamingOptions Options = new() { Heartbeat = TimeSpan.FromSeconds(15), MaxDuration = TimeSpan.FromHours(1), WriteTimeout = TimeSpan.FromMinutes(1) };
    private static readonly Plan Small = new("small", new PlanOptions());
    private static readonly Plan Large = new("large", new PlanOptions());

    private readonly ManualTimeProvider _time = new(Make.Now);
    private int _cuts;

    [Fact]
    public void Check_NothingChanged_GoesOn()
    {
        var connection = Connect(Caller.WithKey(Key(), Small));

        Check(connection);

        connection.End.ShouldBeNull();
        connection.TakeHeartbeat().ShouldBeFalse();
    }

    [Fact]
    public void Check_KeyIsRevokedExpiresOrLosesItsScopeOrPlan_EndsWithTheReason()
    {
        EndAfter(Key() with { RevokedAt = Make.Now }, Small).ShouldBe(StreamEnd.KeyRevoked);
        EndAfter(Key() with { ExpiresAt = Make.Now }, Small).ShouldBe(StreamEnd.KeyExpired);
        EndAfter(Key() with { Scopes = AccessScopes.Read }, Small).ShouldBe(StreamEnd.ScopeMissing);
        EndAfter(Key(), Large).ShouldBe(StreamEnd.PlanChanged);
    }

    [Fact]
    public void Check_AfterItsLongestLife_SaysToReconnect()
    {
        var connection = Connect(Caller.WithKey(Key(), Small));
        _time.Advance(Options.MaxDuration + TimeSpan.FromSeconds(1));

        Check(connection);

        connection.End.ShouldBe(StreamEnd.MaxDuration);
        connection.End!.MayReconnect.ShouldBeTrue();
    }

    [Fact]
    public async Task Check_NothingSentForTheHeartbeat_IsDueOnceUntilSomethingIsSent()
    {
        var connection = Connect(Caller.WithKey(Key(), Small));
        _time.Advance(Options.Heartbeat);

        Check(connection);
        connection.TakeHeartbeat().ShouldBeTrue();
        connection.TakeHeartbeat().ShouldBeFalse();
        await connection.TimeAsync(ValueTask.CompletedTask);
        Check(connection);

        connection.TakeHeartbeat().ShouldBeFalse();
    }

    [Fact]
    public async Task Check_ReaderThatTakesNothingTooLong_IsCut()
    {
        var connection = Connect(Caller.WithKey(Key(), Small));
        var taken = new TaskCompletionSource();
        var sending = connection.TimeAsync(new ValueTask(taken.Task)).AsTask();

        _time.Advance(Options.WriteTimeout);
        Check(connection);
        _cuts.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(1));
        Check(connection);

        _cuts.ShouldBe(1);
        connection.End.ShouldBe(StreamEnd.TooSlow);
        taken.SetResult();
        await sending;
    }

    [Fact]
    public void Cut_StreamThatIsOver_LeavesTheConnectionToItsNextRequest()
    {
        var connection = Connect(Caller.WithKey(Key(), Small));
        connection.Leave();

        connection.Cut(StreamEnd.Shutdown);

        _cuts.ShouldBe(0);
    }

    [Fact]
    public async Task Wake_SeveralTimes_IsAsGoodAsOnceAndNeverLost()
    {
        var connection = Connect(Caller.WithKey(Key(), Small));
        connection.Wake();
        connection.Wake();

        await connection.WaitAsync(CancellationToken.None);
        var second = connection.WaitAsync(CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();
        connection.EndWith(StreamEnd.Shutdown);
        connection.EndWith(StreamEnd.ClientGone);

        await second;
        connection.End.ShouldBe(StreamEnd.Shutdown);
    }

    private static ApiKey Key() => new("id", [], "test", AccessScopes.Stream, "small", Make.Now, null, null, null, 1);

    private StreamEnd? EndAfter(ApiKey changed, Plan plan)
    {
        var caller = Caller.WithKey(Key(), Small);
        var connection = Connect(caller);
        caller.Update(changed, plan);
        Check(connection);
        return connection.End;
    }

    private StreamConnection Connect(Caller caller) => new(caller, "sse", () => _cuts++, _time);

    private void Check(StreamConnection connection) => connection.Check(Options, _time.GetUtcNow());
}
