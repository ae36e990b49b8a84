using System.Text.Json.Serialization;

namespace MarketData.CoinGecko;

/// <summary>A contract on a platform.</summary>
/// <param name="DecimalPlace">Decimal places of the token; always null: not known here.</param>
/// <param name="ContractAddress">Its address; empty if there is none.</param>
public sealed record CoinPlatform(int? DecimalPlace, string ContractAddress);

/// <summary>A category of a coin.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Display name.</param>
public sealed record CoinCategoryName(string Id, string Name);

/// <summary>Addresses of a coin's pages: none are known here.</summary>
public sealed record CoinLinks(
    IReadOnlyList<string> Homepage,
    string Whitepaper,
    IReadOnlyList<string> BlockchainSite,
    IReadOnlyList<string> OfficialForumUrl,
    IReadOnlyList<string> ChatUrl,
    IReadOnlyList<string> AnnouncementUrl,
    string? SnapshotUrl,
    string TwitterScreenName,
    string FacebookUsername,
    long? BitcointalkThreadIdentifier,
    string TelegramChannelIdentifier,
    string SubredditUrl,
    CoinRepositories ReposUrl)
{
    internal static readonly CoinLinks None = new([], "", [], [], [], [], null, "", "", null, "", "", new([], []));
}

/// <summary>Addresses of a coin's repositories.</summary>
/// <param name="Github">On GitHub; none known.</param>
/// <param name="Bitbucket">On Bitbucket; none known.</param>
public sealed record CoinRepositories(IReadOnlyList<string> Github, IReadOnlyList<string> Bitbucket);

/// <summary>Figures of a coin's community: none are known here.</summary>
public sealed record CoinCommunity(
    int? FacebookLikes,
    [property: JsonPropertyName("reddit_average_posts_48h")] double? RedditAveragePosts48h,
    [property: JsonPropertyName("reddit_average_comments_48h")] double? RedditAverageComments48h,
    int? RedditSubscribers,
    [property: JsonPropertyName("reddit_accounts_active_48h")] int? RedditAccountsActive48h,
    int? TelegramChannelUserCount)
{
    internal static readonly CoinCommunity Unknown = new(null, null, null, null, null, null);
}

/// <summary>Figures of a coin's developers: none are known here.</summary>
public sealed record CoinDevelopers(
    int? Forks,
    int? Stars,
    int? Subscribers,
    int? TotalIssues,
    int? ClosedIssues,
    int? PullRequestsMerged,
    int? PullRequestContributors,
    [property: JsonPropertyName("code_additions_deletions_4_weeks")] CoinCodeChanges CodeAdditionsDeletions4Weeks,
    [property: JsonPropertyName("commit_count_4_weeks")] int? CommitCount4Weeks,
    [property: JsonPropertyName("last_4_weeks_commit_activity_series")] IReadOnlyList<int> Last4WeeksCommitActivitySeries)
{
    internal static readonly CoinDevelopers Unknown = new(null, null, null, null, null, null, null, new(null, null), null, []);
}

/// <summary>Lines of code that were changed.</summary>
/// <param name="Additions">Lines added; null: not known here.</param>
/// <param name="Deletions">Lines removed; null: not known here.</param>
public sealed record CoinCodeChanges(int? Additions, int? Deletions);
