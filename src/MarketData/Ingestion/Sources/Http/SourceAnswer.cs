using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Ingestion.Sources.Http;

/// <summary>Takes what it wants from an answer. It may run again when the request is repeated.</summary>
internal delegate ValueTask<T> AnswerReader<T>(SourceAnswer answer, CancellationToken cancellationToken);

/// <summary>A JSON answer that is read while it arrives. It can be read once.</summary>
internal sealed class SourceAnswer
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly PipeReader _body;

    private SourceAnswer(PipeReader body, bool isList)
    {
        _body = body;
        IsList = isList;
    }

    /// <summary>Whether the answer is a list; if not it is an object.</summary>
    public bool IsList { get; }

    public static async ValueTask<SourceAnswer> OpenAsync(Stream body, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(body, new StreamPipeReaderOptions(leaveOpen: true));
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var start = FindStart(result.Buffer, out var first);
            if (first is not null)
            {
                reader.AdvanceTo(start);
                return first is (byte)'[' or (byte)'{'
                    ? new SourceAnswer(reader, first is (byte)'[')
                    : throw new SourceFault(FaultCode.BadJson, "The answer is neither a list nor an object.");
            }

            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                throw new SourceFault(FaultCode.BadJson, "The answer is empty.");
            }
        }
    }

    /// <summary>The rows of a list, in order; <see langword="null"/> where a row is null.</summary>
    /// <exception cref="SourceFault">The provider sent an error object, whose message it has.</exception>
    public async ValueTask<List<T?>> ReadRowsAsync<T>(JsonTypeInfo<T> rowType, CancellationToken cancellationToken)
        where T : class
    {
        if (!IsList)
        {
            await ReadObjectAsync(SourceJsonContext.Default.ProviderAnswer, cancellationToken);
            throw new SourceFault(FaultCode.BadJson, "An object came in place of a list.");
        }

        var rows = new List<T?>();
        await foreach (var row in JsonSerializer.DeserializeAsyncEnumerable(_body, rowType, cancellationToken: cancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <exception cref="SourceFault">The provider sent an error object, whose message it has.</exception>
    public async ValueTask<T> ReadObjectAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : ProviderAnswer
    {
        if (IsList)
        {
            throw new SourceFault(FaultCode.BadJson, "A list came in place of an object.");
        }

        var answer = await JsonSerializer.DeserializeAsync(_body, type, cancellationToken)
            ?? throw new SourceFault(FaultCode.BadJson, "The answer is null.");
        return answer.FindFault() is { } fault ? throw fault : answer;
    }

    private static SequencePosition FindStart(ReadOnlySequence<byte> buffer, out byte? first)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.IsNext(ByteOrderMark, advancePast: true);
        reader.AdvancePastAny((byte)' ', (byte)'\t', (byte)'\r', (byte)'\n');
        first = reader.TryPeek(out var found) ? found : null;
        return reader.Position;
    }
}
