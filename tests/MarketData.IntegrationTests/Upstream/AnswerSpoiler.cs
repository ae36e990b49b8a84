using System.Globalization;
using System.Text.Json.Nodes;

namespace MarketData.IntegrationTests.Upstream;

/// <summary>Makes a right answer wrong in its values.</summary>
internal static class AnswerSpoiler
{
    /// <summary>Changes the answer itself and gives it back; faults of other kinds leave it as it is.</summary>
    public static JsonNode Spoil(JsonNode answer, UpstreamFault? fault)
    {
        switch (answer)
        {
            case JsonArray list:
                foreach (var item in list.OfType<JsonNode>())
                {
                    Spoil(item, fault);
                }

                break;
            case JsonObject owner:
                foreach (var (name, value) in owner.ToList())
                {
                    SpoilField(owner, name, value, fault);
                }

                break;
            default:
                break;
        }

        return answer;
    }

    private static void SpoilField(JsonObject owner, string name, JsonNode? value, UpstreamFault? fault)
    {
        var isPrice = name is "current_price" or "price";
        switch (fault)
        {
            case UpstreamFault.Nulls when value is JsonValue number && number.TryGetValue<decimal>(out _):
            case UpstreamFault.Nulls when value is JsonValue whole && whole.TryGetValue<int>(out _):
                owner[name] = null;
                break;
            case UpstreamFault.Zero when isPrice:
                owner[name] = 0;
                break;
            case UpstreamFault.Spike when isPrice && value is not null:
                owner[name] = value.GetValue<decimal>() * 1_000;
                break;
            case UpstreamFault.Back when name == "last_updated" && value is not null:
                var at = DateTimeOffset.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture).AddDays(-1);
                owner[name] = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                break;
            default:
                if (value is not null)
                {
                    Spoil(value, fault);
                }

                break;
        }
    }
}
