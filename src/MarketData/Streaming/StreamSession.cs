namespace MarketData.Streaming;

/// <summary>Sends the events of a connection until it ends.</summary>
internal sealed class StreamSession(StreamHub hub, StreamConnection connection, StreamOutput output, StreamMetrics metrics)
{
    /// <param name="subscriptions">What the connection follows now.</param>
    /// <param name="beforeEach">Sends what goes before events; null if there is nothing.</param>
    /// <param name="aborted">The connection has gone.</param>
    public async Task RunAsync(Func<IReadOnlyList<Subscription>> subscriptions, Func<ValueTask>? beforeEach, CancellationToken aborted)
    {
        hub.Join(connection);
        try
        {
            while (connection.End is null)
            {
                await SendPendingAsync(subscriptions, beforeEach, aborted);
                await connection.WaitAsync(aborted);
            }

            await connection.TimeAsync(output.SendEndAsync(connection.End, aborted));
        }
        catch (Exception exception) when (aborted.IsCancellationRequested || exception is IOException or System.Net.WebSockets.WebSocketException)
        {
            connection.EndWith(StreamEnd.ClientGone);
        }
        finally
        {
            hub.Leave(connection);
        }
    }

    private async Task SendPendingAsync(Func<IReadOnlyList<Subscription>> subscriptions, Func<ValueTask>? beforeEach, CancellationToken aborted)
    {
        if (beforeEach is not null)
        {
            await beforeEach();
        }

        var isHeartbeatDue = connection.TakeHeartbeat();
        var followed = subscriptions();
        foreach (var subscription in followed)
        {
            if (hub.View is { } view && !await subscription.SendAsync(view, output, metrics, aborted))
            {
                connection.EndWith(StreamEnd.UnsupportedCurrency);
            }
        }

        if (isHeartbeatDue)
        {
            await connection.TimeAsync(output.SendHeartbeatAsync(followed is [var only] ? only.Version : null, aborted));
        }
    }
}
