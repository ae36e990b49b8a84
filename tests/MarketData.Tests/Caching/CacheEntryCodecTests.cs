using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MarketData.Caching;

namespace MarketData.Tests.Caching;

public sealed class CacheEntryCodecTests
{
    private static readonly DateTimeOffset Until = new(2026, 3, 4, 13, 45, 0, TimeSpan.Zero);

    [Fact]
    public void Decode_WhatWasEncoded_IsTheSame()
    {
        var body = from length in Gen.OneOf(Gen.Choose(0, 100), Gen.Choose(4000, 20_000))
                   from isRandom in Gen.Elements(true, false)
                   select isRandom ? RandomNumberGenerator.GetBytes(length) : Encoding.UTF8.GetBytes(new string('x', length));

        Prop.ForAll(body.ToArbitrary(), bytes =>
        {
            var entry = Entry(bytes, bytes.Length % 3 == 0 ? null : bytes.Length / 2, bytes.Length % 2 == 0 ? null : "</v1/…?from=1>; rel=\"next\"");

            var decoded = CacheEntryCodec.Decode(CacheEntryCodec.Encode(entry)).ShouldNotBeNull();

            decoded.Answer.Body.ToArray().ShouldBe(bytes);
            (decoded with { Answer = entry.Answer }).ShouldBe(entry);
            (decoded.Answer.StaleAt, decoded.Answer.Link).ShouldBe((entry.Answer.StaleAt, entry.Answer.Link));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Encode_LargeText_IsPacked()
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $"{{\"open\": {i}.25}},")));

        CacheEntryCodec.Encode(Entry(body, 0, null)).Length.ShouldBeLessThan(body.Length / 2);
    }

    [Fact]
    public void Decode_AnyByteAltered_IsNoEntry()
    {
        foreach (var length in (int[])[58, 6000])
        {
            var good = CacheEntryCodec.Encode(Entry(Encoding.UTF8.GetBytes(new string('x', length)), 3, "link"));
            for (var i = 0; i < good.Length; i++)
            {
                var altered = good.ToArray();
                altered[i] ^= 0x40;

                CacheEntryCodec.Decode(altered).ShouldBeNull($"byte {i} of {good.Length}");
            }
        }
    }

    [Fact]
    public void Decode_CutOffOrSomethingElse_IsNoEntry()
    {
        var good = CacheEntryCodec.Encode(Entry(new byte[5000], 3, null));
        for (var length = 0; length < good.Length; length++)
        {
            CacheEntryCodec.Decode(good.AsSpan(0, length)).ShouldBeNull();
        }

        CacheEntryCodec.Decode([.. good, 0]).ShouldBeNull();
        CacheEntryCodec.Decode("{\"data\": []}"u8).ShouldBeNull();
        CacheEntryCodec.Decode(new byte[200]).ShouldBeNull();
        CacheEntryCodec.Decode(RandomNumberGenerator.GetBytes(10_000)).ShouldBeNull();
    }

    private static CacheEntry Entry(byte[] body, int? staleAt, string? link) =>
        new(new CachedAnswer(body, staleAt, link), 42, Until.AddMinutes(-2), Until, Until.AddHours(6));
}
