using MarketData.Snapshots;
using MarketData.Snapshots.Pages;

namespace MarketData.Tests.Snapshots.Pages;

public sealed class PageTableTests
{
    private const int Budget = 1 << 20;

    private readonly MarketSnapshot _snapshot = MakeSnapshot.Of(MakeSnapshot.State());
    private readonly PageTable _table;

    public PageTableTests() => _table = new PageTable(_snapshot, Budget);

    [Fact]
    public void Find_UnderEveryKey_GivesThePage()
    {
        var page = _table.Keep(Key("limit=1"), Page(100));
        _table.AddKey(Key("?limit=01"), page);

        _table.Find(Key("limit=1")).ShouldBeSameAs(page);
        _table.Find(Key("?limit=01")).ShouldBeSameAs(page);
        _table.Find(Key("limit=1") with { IsText = true }).ShouldBeNull();
        _table.Find(Key("limit=1") with { Path = "/V1/assets" }).ShouldBeNull();
    }

    [Fact]
    public void Keep_OfTwoAtOnce_GivesBothTheFirst()
    {
        var first = _table.Keep(Key("a"), Page(100));

        _table.Keep(Key("a"), Page(100)).ShouldBeSameAs(first);
    }

    [Fact]
    public void Keep_BeyondTheBudget_LetsThoseGoThatNobodyAskedFor()
    {
        for (var i = 0; i < 20; i++)
        {
            _table.Keep(Key($"{i}"), Page(Budget / 10));
            _table.Find(Key("0"));
            _table.Bytes.ShouldBeLessThanOrEqualTo(Budget);
        }

        _table.Find(Key("0")).ShouldNotBeNull();
        _table.Find(Key("19")).ShouldNotBeNull();
        _table.Find(Key("1")).ShouldBeNull();
    }

    [Fact]
    public void Keep_WhereAllAreInUse_StillStaysWithinTheBudget()
    {
        for (var i = 0; i < 30; i++)
        {
            _table.Keep(Key($"{i}"), Page(Budget / 10));
            for (var j = 0; j <= i; j++)
            {
                _table.Find(Key($"{j}"));
            }

            _table.Bytes.ShouldBeLessThanOrEqualTo(Budget);
        }
    }

    [Fact]
    public void Keep_PageLargerThanTheBudget_IsNotKept()
    {
        _table.Keep(Key("a"), Page(Budget + 1)).ShouldNotBeNull();

        _table.Find(Key("a")).ShouldBeNull();
        _table.Bytes.ShouldBe(0);
    }

    [Fact]
    public void AddKey_WithoutEnd_TakesAFew()
    {
        var page = _table.Keep(Key("a"), Page(100));
        for (var i = 0; i < 1000; i++)
        {
            _table.AddKey(Key($"?{i}"), page);
        }

        _table.Bytes.ShouldBeLessThan(4096);
        _table.Find(Key("?999")).ShouldBeNull();
    }

    [Fact]
    public void AddCompressed_CountsInTheBudgetAndGoesWithThePage()
    {
        var page = _table.Keep(Key("a"), Page(100));
        var before = _table.Bytes;
        _table.AddCompressed(page, new CompressedBodies(new byte[40], new byte[50]));
        (_table.Bytes - before).ShouldBe(90);
        _table.AddCompressed(page, new CompressedBodies(new byte[40], new byte[50]));
        (_table.Bytes - before).ShouldBe(90);

        var evicted = Page(100);
        _table.AddCompressed(evicted, new CompressedBodies(new byte[40], new byte[50]));

        evicted.Compressed.ShouldBeNull();
        (_table.Bytes - before).ShouldBe(90);
    }

    [Fact]
    public void WasSeen_SecondTime_IsTrue()
    {
        _table.WasSeen(Key("a")).ShouldBeFalse();
        _table.WasSeen(Key("b")).ShouldBeFalse();
        _table.WasSeen(Key("a")).ShouldBeTrue();
    }

    private static PageKey Key(string query) => new("/v1/assets", query, false);

    private EncodedPage Page(int bytes) => new(_snapshot, new byte[bytes], "application/json", []);
}
