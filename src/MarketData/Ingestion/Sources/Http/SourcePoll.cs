using System.Text.Json.Serialization.Metadata;

namespace MarketData.Ingestion.Sources.Http;

/// <summary>The requests of one poll. Not safe for concurrent use.</summary>
/// <param name="http">Makes the requests.</param>
/// <param name="deadline">No attempt and no wait goes beyond it.</param>
internal sealed class SourcePoll(SourceHttpClient http, DateTimeOffset deadline)
{
    public DateTimeOffset Deadline { get; } = deadline;

    /// <summary>Requests made so far, retries included.</summary>
    public int Requests { get; internal set; }

    /// <summary>Wait that was found to fit before the next attempt.</summary>
    internal TimeSpan RetryDelay { get; set; }

    /// <summary>The rows of a list. <paramref name="path"/> is relative to the base address and holds no secret.</summary>
    /// <exception cref="SourceException">No answer, or none that can be read.</exception>
    public Task<List<T?>> GetRowsAsync<T>(string path, JsonTypeInfo<T> rowType, CancellationToken cancellationToken)
        where T : class =>
        GetAsync(path, (answer, token) => answer.ReadRowsAsync(rowType, token), cancellationToken);

    /// <inheritdoc cref="GetRowsAsync"/>
    public Task<T> GetObjectAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : ProviderAnswer =>
        GetAsync(path, (answer, token) => answer.ReadObjectAsync(type, token), cancellationToken);

    /// <inheritdoc cref="GetRowsAsync"/>
    public Task<T> GetAsync<T>(string path, AnswerReader<T> read, CancellationToken cancellationToken) =>
        http.GetAsync(this, path, read, cancellationToken);

    /// <summary>The exception for an answer that came through but has nothing in it.</summary>
    public SourceException Empty() => new(FaultCode.Empty, "The provider answered with an empty list.", requests: Requests);
}
