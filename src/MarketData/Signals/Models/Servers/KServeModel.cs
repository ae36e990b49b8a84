using System.Globalization;
using System.Text.Json;
using MarketData.Signals.Grades;

namespace MarketData.Signals.Models.Servers;

/// <summary>
/// A model behind version 2 of KServe's protocol: one input tensor FP64 of shape [assets, inputs] with the inputs' names in its parameters, one output of
/// as many grades (https://kserve.github.io/website/docs/concepts/architecture/data-plane/v2-protocol, 2026).
/// </summary>
internal sealed class KServeModel(ModelServerClient server, string name, GradeSource source, IReadOnlyList<string> inputs) : ServerModel(source, inputs)
{
    private const string DataType = "FP64";

    private readonly string _path = $"v2/models/{Uri.EscapeDataString(name)}/versions/{source.Version}";
    private string _input = "";

    protected override async Task CheckAsync(CancellationToken cancellationToken)
    {
        using (await server.GetAsync(_path + "/ready", cancellationToken))
        {
            // The status says it.
        }

        using var metadata = await server.GetAsync(_path, cancellationToken);
        var tensors = metadata.RootElement.Property("inputs", JsonValueKind.Array);
        if (tensors.GetArrayLength() != 1
            || tensors[0].Property("datatype", JsonValueKind.String).GetString() != DataType
            || tensors[0].Property("shape", JsonValueKind.Array).EnumerateArray().ToList() is not [_, var width]
            || width.ValueKind != JsonValueKind.Number
            || !(width.TryGetInt64(out var taken) && (taken == -1 || taken == Inputs.Count)))
        {
            throw NotReady($"The model does not take one tensor {DataType} of [-1, {Inputs.Count.ToString(CultureInfo.InvariantCulture)}].");
        }

        _input = tensors[0].Property("name", JsonValueKind.String).GetString()!;
    }

    protected override async Task<IReadOnlyList<double>> InferAsync(IReadOnlyList<double[]> rows, CancellationToken cancellationToken)
    {
        using var answer = await server.PostAsync(_path + "/infer", writer => Write(writer, rows), cancellationToken);
        if (answer.RootElement.ValueKind == JsonValueKind.Object
            && answer.RootElement.TryGetProperty("model_version", out var version)
            && version.ToString() is { Length: > 0 } answered
            && answered != Source.Version)
        {
            throw new GradeModelException("wrong_version", "Another version of the model answered.");
        }

        var outputs = answer.RootElement.Property("outputs", JsonValueKind.Array);
        return outputs.GetArrayLength() == 1
            ? AnsweredGrades.Read(outputs[0].Property("data", JsonValueKind.Array), rows.Count)
            : throw AnsweredGrades.WrongShape();
    }

    private void Write(Utf8JsonWriter writer, IReadOnlyList<double[]> rows)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("inputs");
        writer.WriteStartObject();
        writer.WriteString("name", _input);
        writer.WriteStartArray("shape");
        writer.WriteNumberValue(rows.Count);
        writer.WriteNumberValue(Inputs.Count);
        writer.WriteEndArray();
        writer.WriteString("datatype", DataType);
        writer.WriteStartObject("parameters");
        writer.WriteString("feature_names", string.Join(',', Inputs));
        writer.WriteEndObject();
        writer.WriteStartArray("data");
        foreach (var row in rows)
        {
            WriteRow(writer, row);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
