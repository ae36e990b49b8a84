using MarketData.Snapshots;

namespace MarketData.Tests.Snapshots;

public sealed class SnapshotHolderTests
{
    [Fact]
    public async Task WaitForAnother_UntilOneIsPublished_GivesTheNewest()
    {
        var holder = new SnapshotHolder();
        var first = holder.WaitForAnotherAsync(0, CancellationToken.None);
        first.IsCompleted.ShouldBeFalse();
        var snapshot = MakeSnapshot.Of(MakeSnapshot.State());

        holder.Publish(snapshot);

        (await first).ShouldBeSameAs(snapshot);
        (await holder.WaitForAnotherAsync(0, CancellationToken.None)).ShouldBeSameAs(snapshot);
        var next = holder.WaitForAnotherAsync(snapshot.Version, CancellationToken.None);
        holder.Publish(snapshot);
        next.IsCompleted.ShouldBeFalse("The same version is nothing new.");
    }

    [Fact]
    public async Task WaitForAnother_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = new SnapshotHolder().WaitForAnotherAsync(0, cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }
}
