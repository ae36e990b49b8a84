using Npgsql;

namespace MarketData.Database.Postgres;

/// <summary>Has PostgreSQL refuse a write whose epoch is over. The lock that it holds to the end of the transaction is that of <c>hold_epoch</c>.</summary>
internal static class PostgresEpoch
{
    /// <summary>What <c>hold_epoch</c> raises.</summary>
    private const string EpochIsOver = "MD001";

    private const string Hold = "SELECT hold_epoch(@epoch)";

    /// <summary>Within the caller's transaction: nothing of it is stored if the epoch is over. Null: the write is no leader's.</summary>
    /// <exception cref="StaleEpochException">The epoch is over.</exception>
    public static async Task HoldAsync(NpgsqlConnection connection, long? epoch, CancellationToken cancellationToken)
    {
        if (epoch is not { } expected)
        {
            return;
        }

        try
        {
            await PostgresMarketStore.ExecuteAsync(connection, Hold, cancellationToken, new NpgsqlParameter<long>("epoch", expected));
        }
        catch (PostgresException exception) when (exception.SqlState == EpochIsOver)
        {
            throw new StaleEpochException(expected, exception);
        }
    }
}
