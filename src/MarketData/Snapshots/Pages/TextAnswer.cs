using System.Buffers;
using System.Text;

namespace MarketData.Snapshots.Pages;

/// <summary>A 200 of plain text that follows from a snapshot and the address alone.</summary>
internal sealed class TextAnswer(MarketSnapshot snapshot, string text) : PageAnswer(snapshot)
{
    protected override string ContentType => "text/plain; charset=utf-8";

    protected override void Encode(IBufferWriter<byte> body) => Encoding.UTF8.GetBytes(text, body);
}
