using CommunityIntel.Domain;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Settings;
using Orleans.Runtime;

namespace CommunityIntel.Grains.Tests.Digests;

/// <summary>
/// A guild of which text is kept in #general (500) and #staff (502, which @everyone cannot see), but not in #random (501). 510 is a public thread of #general,
/// 511 a private one.
/// </summary>
internal sealed class TextGuild(IGrainFactory grains, TimeProvider clock, long? id = null)
{
    public const long General = 500, Random = 501, Staff = 502, Thread = 510, PrivateThread = 511, StaffRole = 904;

    private long _sequence = 1;

    public long Id { get; } = id ?? Some.GuildId();

    public IGuildGrain Grain => grains.GetGrain<IGuildGrain>(Id);

    public IGuildDigestSettingsGrain Settings => grains.GetGrain<IGuildDigestSettingsGrain>(Id);

    public IGuildDigestsGrain Digests => grains.GetGrain<IGuildDigestsGrain>(Id);

    public DateTimeOffset Now => clock.GetUtcNow();

    public static Viewer Member(long id) => new(id, IsManager: false);

    public async Task<TextGuild> FoundAsync(DigestSettings? settings = null, string locale = "en-US")
    {
        var guild = Some.Guild(1, Now, locale);
        await Grain.ApplyAsync(Some.Batch("s", guild with
        {
            Roles = [.. Some.Roles, new GuildRole(Id, "@everyone", 0, (1UL << 10) | (1UL << 16), false, 0)],
            Channels =
            [
                .. new (long Id, string Name)[] { (General, "general"), (Random, "random"), (Staff, "staff") }.Select(c => new GuildChannel(
                    c.Id, 0, c.Name, null, null, c.Id == Staff ? [StaffRole] : [], c.Id == Staff ? [Id] : [])),
                new GuildChannel(Thread, 11, "a thread", General, null, [], []), new GuildChannel(PrivateThread, 12, "whispers", General, null, [], []),
            ],
        }));
        if (settings?.ChannelIds.Count != 0) await SaveAsync(settings ?? DigestSettings.Usual with { ChannelIds = [General, Staff] });
        return this;
    }

    public async Task SaveAsync(DigestSettings settings) =>
        (await Settings.SaveDigestSettingsAsync(settings, (await Settings.GetDigestSettingsAsync()).Version, Some.Manager)).Should().BeOfType<SettingsSaved>();

    /// <summary>Returns the message's id.</summary>
    public async Task<long> SayAsync(long author, string text, long channel = General, DateTimeOffset? at = null, AuthorKind kind = AuthorKind.Member, long replyTo = 0)
    {
        var sequence = ++_sequence;
        var said = Some.Message(sequence, author, at ?? Now, channel, kind, (int)(sequence & 0x3FFFFF)) with { Content = text, ReplyToId = replyTo, ReceivedAt = Now };
        await Grain.ApplyAsync(Some.Batch("s", said));
        return said.MessageId;
    }

    public Task HearAsync(params Func<long, GuildEvent>[] events) => Grain.ApplyAsync(Some.Batch("s", [.. events.Select(e => e(++_sequence))]));

    /// <summary>Ninety messages of eight people within eighty minutes: about one thing, an hour later about another, with a question that nobody answers at the end.</summary>
    public async Task TalkAsync(DateTimeOffset from, long channel = General, string about = "the spring festival")
    {
        string[] lines =
        [
            $"I think {about} should begin earlier this year, the music stage was closed too soon", $"Agreed, {about} needs a bigger music stage and more food stands",
            $"For {about} we could ask the brass band to play on the music stage again", $"The food stands at {about} were the best part, more of them please",
            "The new search page is much faster since the index was rebuilt last night", "Search results for old threads load instantly now, great work on the index",
            "Does the rebuilt index also cover attachments in old threads?",
        ];
        var batch = Enumerable.Range(0, 90).Select(i =>
        {
            var sequence = ++_sequence;
            var at = from.AddMinutes(i < 45 ? 0 : 60).AddSeconds(20 * (i % 45));
            var line = i == 89 ? lines[6] : i < 45 ? lines[i % 4] : lines[4 + (i % 2)];
            return (GuildEvent)(Some.Message(sequence, 100 + (i % 8), at, channel, n: i) with { Content = i == 89 ? line : $"{line} ({i})", ReceivedAt = Now });
        });
        await Grain.ApplyAsync(Some.Batch("s", [.. batch]));
    }

    public Task RemindAsync() => Digests.AsReference<IRemindable>().ReceiveReminder("digest", new TickStatus(Now.UtcDateTime, TimeSpan.FromMinutes(20), Now.UtcDateTime));

    public static long IdAt(DateTimeOffset at) => Snowflake.At(at);
}
