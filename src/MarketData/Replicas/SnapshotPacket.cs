using System.Text.Json.Serialization;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Snapshots;

namespace MarketData.Replicas;

/// <summary>What a follower builds the leader's snapshot from, without the database.</summary>
/// <param name="Stamp">Which snapshot it is.</param>
/// <param name="Market">The latest of everything.</param>
/// <param name="Starts">Prices at the starts of the windows that changes are given over.</param>
/// <param name="Refusals">What the gate refused of each asset when each source was last polled.</param>
internal sealed record SnapshotPacket(
    SnapshotStamp Stamp, MarketState Market, IReadOnlyList<WindowStartColumns> Starts, IReadOnlyList<StandingRefusal> Refusals);

/// <summary>Decimals and times keep all their digits.</summary>
[JsonSerializable(typeof(SnapshotPacket))]
internal sealed partial class SnapshotPacketContext : JsonSerializerContext;
