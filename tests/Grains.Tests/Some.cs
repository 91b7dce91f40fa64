using CommunityIntel.Domain;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Guilds;

namespace CommunityIntel.Grains.Tests;

/// <summary>Inputs that do not matter to a test.</summary>
internal static class Some
{
    private static long _guild = 1_000_000;

    /// <summary>Monday.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public static readonly Actor Manager = new(9_001, "A manager", ActorSource.Dashboard);

    public static long GuildId() => Interlocked.Increment(ref _guild);

    public static MessageCreated Message(long sequence, long author, DateTimeOffset at, long channel = 500, AuthorKind kind = AuthorKind.Member, int n = 0) =>
        new(sequence, Snowflake.At(at) | (uint)n, channel, author, kind, $"user {author}", null, at);

    public static VoiceStateChanged Voice(long sequence, long user, long? channel, DateTimeOffset at) =>
        new(sequence, user, channel, VoiceFlags.None, false, $"user {user}", null, at);

    public static GuildAvailable Guild(long sequence, DateTimeOffset at, string locale = "en-US", params (long User, long Channel)[] voice) => new(
        sequence, "A guild", null, 1, locale, 10,
        [new GuildChannel(500, 0, "general", null), new GuildChannel(501, 0, "random", null), new GuildChannel(600, 2, "Voice", null)],
        [.. voice.Select(v => Voice(sequence, v.User, v.Channel, at))], at, null, Roles: Roles, Self: new GuildSelf(Bot, [BotRole]));

    public const long Bot = 99, BotRole = 999;

    /// <summary>Silver, Gold and two others below the bot's; those of 920 and above are refused.</summary>
    public static IReadOnlyList<GuildRole> Roles { get; } =
    [
        .. new[] { (901L, "Silver"), (902, "Gold"), (903, "Iron"), (904, "Tin") }.Select(r => new GuildRole(r.Item1, r.Item2, 1, 0, false, 0x2E8B57)),
        new GuildRole(920, "Moderator", 2, 1UL << 2, false, 0), new GuildRole(930, "Above", 60, 0, false, 0), new GuildRole(BotRole, "Bot", 50, 1UL << 28, true, 0),
    ];

    public static GuildBatch Batch(string session, params GuildEvent[] events) => new(session, events, 1);
}
