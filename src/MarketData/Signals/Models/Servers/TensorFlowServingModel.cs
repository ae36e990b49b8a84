using System.Text.Json;
using MarketData.Signals.Grades;

namespace MarketData.Signals.Models.Servers;

/// <summary>
/// A model behind the REST interface of TensorFlow Serving: <c>instances</c> of as many numbers as there are inputs, in their order, and
/// <c>predictions</c> of one grade each (https://www.tensorflow.org/tfx/serving/api_rest, 2026).
/// </summary>
internal sealed class TensorFlowServingModel(ModelServerClient server, string name, GradeSource source, IReadOnlyList<string> inputs) : ServerModel(source, inputs)
{
    private readonly string _path = $"v1/models/{Uri.EscapeDataString(name)}/versions/{source.Version}";

    protected override async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var status = await server.GetAsync(_path, cancellationToken);
        if (!status.RootElement.Property("model_version_status", JsonValueKind.Array).EnumerateArray().Any(IsAvailable))
        {
            throw NotReady("The version of the model is not available.");
        }
    }

    protected override async Task<IReadOnlyList<double>> InferAsync(IReadOnlyList<double[]> rows, CancellationToken cancellationToken)
    {
        using var answer = await server.PostAsync(_path + ":predict", writer => Write(writer, rows), cancellationToken);
        return AnsweredGrades.Read(answer.RootElement.Property("predictions", JsonValueKind.Array), rows.Count);
    }

    private bool IsAvailable(JsonElement status) =>
        status.Property("version", JsonValueKind.String).GetString() == Source.Version
        && status.Property("state", JsonValueKind.String).GetString() == "AVAILABLE";

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<double[]> rows)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("instances");
        foreach (var row in rows)
        {
            writer.WriteStartArray();
            WriteRow(writer, row);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
