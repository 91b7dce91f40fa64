using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Outbox;
using CommunityIntel.GrainInterfaces.Privacy;

namespace CommunityIntel.Grains.Tests.Digests;

/// <summary>Digests of a deployment without a language model, from real texts in the real database.</summary>
public sealed class GuildDigestsTests(RunningSilo silo) : IClassFixture<RunningSilo>, IAsyncLifetime
{
    private static readonly DigestSettings Daily = DigestSettings.Usual with { ChannelIds = [TextGuild.General, TextGuild.Staff], IsDaily = true, Hour = 0, KeepDays = 8 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Right after midnight yesterday's digest is not due yet, and an hour ago is of another day or week.</summary>
    public ValueTask InitializeAsync()
    {
        if (silo.Clock.GetUtcNow().Hour < 2) silo.Clock.Advance(TimeSpan.FromHours(10));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Yesterday_is_summed_up_once_with_links_that_resolve_and_figures_that_are_counted()
    {
        var guild = await YesterdayAsync();
        await guild.RemindAsync();
        await guild.RemindAsync();

        var list = await guild.Digests.GetListAsync(TextGuild.Member(100), null, 10);
        list.Should().Match<DigestList>(l => l.Entries.Count == 1 && !l.HasMore && l.IsForViewer && l.NextAt != null);
        list.Entries[0].Should().Match<DigestEntry>(e => e.Maker == DigestMaker.Extract && e.Messages == 90 && e.Items > 0 && e.Lead != "");
        var digest = (await guild.Digests.GetAsync(TextGuild.Member(100), DigestSpan.Day, list.Entries[0].FirstDay))!;
        digest.Should().Match<DigestReading>(d => d.Making.WhyNoModel == NoModelReason.NotConfigured && d.Making.MessagesRead == 90 && !d.IsRunning && d.Language == "en");
        digest.Figures.Should().BeEquivalentTo(new { Messages = 90L, MessagesBefore = 0L, ActiveMembers = 8 });
        digest.Figures.TopChannels.Should().Equal(new DigestTopChannel(TextGuild.General, "general", 90));
        digest.Items.Should().OnlyContain(i => i.IsQuote && i.Text != null && i.Sources.All(s => s.ChannelName == "general" && s.AuthorName == null));
        digest.Items.Where(i => i.Kind == DigestItemKind.Topic).Should().NotBeEmpty().And.OnlyContain(i => i.Authors >= 3);
        foreach (var source in digest.Items.SelectMany(i => i.Sources))
            (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {guild.Id} AND channel_id = {source.ChannelId} AND message_id = {source.MessageId}", Cancellation)).Should().Be(1);
    }

    [Fact]
    public async Task An_item_goes_with_the_message_that_it_rests_on_whoever_takes_that_away()
    {
        var guild = await YesterdayAsync();
        await guild.RemindAsync();
        var before = await TheDigestAsync(guild);
        before.Items.Should().HaveCountGreaterThan(1);
        var (edited, kept) = (before.Items[0].Sources[0].MessageId, before.Items[0].Text!);
        await guild.HearAsync(s => new MessageEdited(s, edited, TextGuild.General, kept));
        (await TheDigestAsync(guild)).Items.Should().HaveCount(before.Items.Count, "an embed was added, the text is the same");

        await guild.HearAsync(s => new MessageEdited(s, edited, TextGuild.General, "I never said that"));
        var after = await TheDigestAsync(guild);
        after.Items.Should().HaveCount(before.Items.Count - 1);
        after.Removed.Should().Be(1);
        await guild.HearAsync(s => new MessagesDeleted(s, [after.Items[0].Sources[^1].MessageId]));
        (await TheDigestAsync(guild)).Removed.Should().Be(2);
        foreach (var author in Enumerable.Range(100, 8)) await silo.Grains.GetGrain<IGuildPrivacyGrain>(guild.Id).ForgetAsync(author);
        (await TheDigestAsync(guild)).Items.Should().BeEmpty();
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM digest_sources WHERE guild_id = {guild.Id}", Cancellation)).Should().Be(0);
    }

    [Fact]
    public async Task What_is_dropped_after_its_time_leaves_the_links_and_no_quotation()
    {
        var guild = await YesterdayAsync();
        await guild.RemindAsync();
        await silo.Database.ExecuteAsync($"DELETE FROM message_texts WHERE guild_id = {guild.Id}", Cancellation);
        (await TheDigestAsync(guild)).Items.Should().NotBeEmpty().And.OnlyContain(i => i.Text == null && i.IsQuote && i.Sources.Count > 0);
    }

    [Fact]
    public async Task A_channel_that_the_audience_cannot_read_is_in_no_digest_for_all()
    {
        var guild = await new TextGuild(silo.Grains, silo.Clock).FoundAsync(Daily);
        await guild.TalkAsync(Yesterday(guild), TextGuild.Staff, "the secret merger");
        await guild.RemindAsync();
        var digest = await TheDigestAsync(guild);
        digest.Should().Match<DigestReading>(d => d.Items.Count == 0 && d.Maker == DigestMaker.Figures && d.Figures.Messages == 90 && d.Figures.TopChannels.Count == 0);
        var asked = await guild.Digests.MakeAsync(TextGuild.Member(7), DigestSpan.Week, [TextGuild.General, TextGuild.Staff]);
        asked.Reading!.Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_audience_sees_digests_when_there_is_one()
    {
        var guild = await new TextGuild(silo.Grains, silo.Clock).FoundAsync(Daily with { AudienceRoleId = TextGuild.StaffRole });
        await guild.TalkAsync(Yesterday(guild), TextGuild.Staff);
        await guild.HearAsync(s => new MemberUpdated(s, 100, "user 100", null, false, [TextGuild.StaffRole], guild.Now));
        await guild.RemindAsync();
        var day = DateOnly.FromDateTime(guild.Now.UtcDateTime).AddDays(-1);
        (await guild.Digests.GetAsync(TextGuild.Member(100), DigestSpan.Day, day))!.Items.Should().NotBeEmpty();
        (await guild.Digests.GetAsync(TextGuild.Member(101), DigestSpan.Day, day)).Should().BeNull();
        (await guild.Digests.GetListAsync(TextGuild.Member(101), null, 10)).Should().Match<DigestList>(l => !l.IsForViewer && l.Entries.Count == 0);
        (await guild.Digests.GetAsync(new Viewer(101, IsManager: true), DigestSpan.Day, day)).Should().NotBeNull();
        var id = (await guild.Digests.GetAsync(TextGuild.Member(100), DigestSpan.Day, day))!.Id;
        (await guild.Digests.RateAsync(TextGuild.Member(101), id, true)).Should().BeFalse();
        (await guild.Digests.RateAsync(TextGuild.Member(100), id, true)).Should().BeTrue();
        (await guild.Digests.RateAsync(TextGuild.Member(100), id, false)).Should().BeTrue();
        (await guild.Digests.GetAsync(TextGuild.Member(100), DigestSpan.Day, day)).Should().Match<DigestReading>(d => d.Useful == 0 && d.NotUseful == 1 && d.Mine == false);
    }

    [Fact]
    public async Task What_somebody_missed_is_since_their_last_message_and_of_what_they_can_read()
    {
        var guild = await new TextGuild(silo.Grains, silo.Clock).FoundAsync(Daily);
        await guild.TalkAsync(guild.Now.AddHours(-9), about: "the winter market");
        await guild.SayAsync(55, "good night all", at: guild.Now.AddHours(-6));
        await guild.TalkAsync(guild.Now.AddHours(-5));
        await guild.TalkAsync(guild.Now.AddHours(-3), TextGuild.Staff, "the secret merger");

        var missed = await guild.Digests.MakeAsync(TextGuild.Member(55), DigestSpan.SinceLastMessage, [TextGuild.General]);
        missed.Outcome.Should().Be(DigestOutcome.Ready);
        missed.Reading.Should().Match<DigestReading>(r => r.Figures.Messages == 90 && r.Id == 0 && r.IsRunning);
        missed.Reading!.Items.Should().NotBeEmpty();
        string.Concat(missed.Reading.Items.Select(i => i.Title + i.Text)).Should().NotContainAny("merger", "winter");
        missed.Reading.Items.SelectMany(i => i.Sources).Should().OnlyContain(s => s.ChannelId == TextGuild.General && s.MessageId > TextGuild.IdAt(guild.Now.AddHours(-6)));
        (await guild.Digests.MakeAsync(TextGuild.Member(56), DigestSpan.SinceLastMessage, [TextGuild.General, TextGuild.Staff])).Should().Match<DigestAnswer>(
            a => a.Outcome == DigestOutcome.ReadySinceKept && a.Reading!.Figures.Messages == 271);
        (await guild.Digests.MakeAsync(TextGuild.Member(56), DigestSpan.SinceLastMessage, [TextGuild.Random])).Outcome.Should().Be(DigestOutcome.NoText);
        await guild.SayAsync(55, "back again");
        (await guild.Digests.MakeAsync(TextGuild.Member(55), DigestSpan.SinceLastMessage, [TextGuild.General])).Outcome.Should().Be(DigestOutcome.NothingMissed);
        await guild.SayAsync(100, "hello again");
        (await guild.Digests.MakeAsync(TextGuild.Member(55), DigestSpan.SinceLastMessage, [TextGuild.General])).Outcome.Should().Be(DigestOutcome.Ready);
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM digests WHERE guild_id = {guild.Id}", Cancellation)).Should().Be(0);
    }

    [Fact]
    public async Task What_was_made_for_a_narrower_audience_is_not_for_a_wider_one_nor_of_a_channel_that_was_closed()
    {
        var guild = await new TextGuild(silo.Grains, silo.Clock).FoundAsync(Daily with { AudienceRoleId = TextGuild.StaffRole });
        await guild.TalkAsync(Yesterday(guild).AddHours(2), TextGuild.Staff);
        await guild.RemindAsync();
        await guild.SaveAsync(Daily);
        var day = DateOnly.FromDateTime(guild.Now.UtcDateTime).AddDays(-1);
        (await guild.Digests.GetAsync(TextGuild.Member(101), DigestSpan.Day, day)).Should().BeNull();
        (await guild.Digests.GetListAsync(TextGuild.Member(101), null, 10)).Entries.Should().BeEmpty();
        (await guild.Digests.GetAsync(new Viewer(1, IsManager: true), DigestSpan.Day, day))!.Items.Should().BeEmpty("everybody is the audience now, and cannot read that channel");

        var open = await YesterdayAsync();
        await open.RemindAsync();
        await open.SaveAsync(Daily with { AudienceRoleId = open.Id });
        (await open.Digests.GetAsync(TextGuild.Member(101), DigestSpan.Day, day))!.Items.Should().NotBeEmpty("@everyone was the audience before");
        await open.HearAsync(s => new ChannelChanged(s, new GuildChannel(TextGuild.General, 0, "general", null, null, [], [open.Id])));
        (await TheDigestAsync(open)).Items.Should().BeEmpty();
        (await open.Digests.GetListAsync(TextGuild.Member(101), null, 10)).Entries.Should().ContainSingle().Which.Lead.Should().BeEmpty();
    }

    [Fact]
    public async Task A_channel_that_was_deleted_while_nobody_listened_takes_its_texts_and_items_with_it()
    {
        var guild = await YesterdayAsync();
        await guild.RemindAsync();
        await guild.Grain.ApplyAsync(new GuildBatch("s2", [Some.Guild(1, guild.Now) with { Channels = [new GuildChannel(TextGuild.Random, 0, "random", null, null, [], [])] }], 2));
        (await TheDigestAsync(guild)).Items.Should().BeEmpty();
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM message_texts WHERE guild_id = {guild.Id}", Cancellation)).Should().Be(0);
    }

    [Fact]
    public async Task A_digest_that_was_asked_for_is_kept_for_a_while_and_loses_what_is_deleted_meanwhile()
    {
        var guild = await new TextGuild(silo.Grains, silo.Clock).FoundAsync(Daily);
        await guild.TalkAsync(guild.Now.AddMinutes(-100));
        var first = await AskAsync(guild, 7);
        await guild.SayAsync(101, "one more");
        var second = await AskAsync(guild, 8);
        second.Making.MadeAt.Should().Be(first.Making.MadeAt);
        await guild.HearAsync(s => new MessagesDeleted(s, [first.Items[0].Sources[0].MessageId]));
        (await AskAsync(guild, 7)).Should().Match<DigestReading>(r => r.Items.Count == first.Items.Count - 1 && r.Removed == 1);

        static async Task<DigestReading> AskAsync(TextGuild guild, long member) => (await guild.Digests.MakeAsync(TextGuild.Member(member), DigestSpan.Week, [TextGuild.General])).Reading!;
    }

    [Fact]
    public async Task Who_asks_again_and_again_is_told_when_they_may_again()
    {
        var guild = await new TextGuild(silo.Grains, silo.Clock).FoundAsync(Daily);
        await guild.TalkAsync(guild.Now.Date == guild.Now.AddMinutes(-90).Date ? guild.Now.AddMinutes(-90) : guild.Now);
        for (var i = 0; i < 6; i++)
        {
            await guild.SaveAsync(Daily with { KeepDays = 9 + i });
            (await guild.Digests.MakeAsync(TextGuild.Member(7), DigestSpan.Day, [TextGuild.General])).Outcome.Should().Be(DigestOutcome.Ready);
        }

        (await guild.Digests.MakeAsync(TextGuild.Member(7), DigestSpan.Day, [TextGuild.General])).Outcome.Should().Be(DigestOutcome.Ready, "it is kept");
        await guild.SaveAsync(Daily with { KeepDays = 20 });
        (await guild.Digests.MakeAsync(TextGuild.Member(7), DigestSpan.Day, [TextGuild.General])).Should().Match<DigestAnswer>(a => a.Outcome == DigestOutcome.TooOften && a.TryAgainAt > guild.Now);
        (await guild.Digests.MakeAsync(TextGuild.Member(8), DigestSpan.Day, [TextGuild.General])).Outcome.Should().Be(DigestOutcome.Ready);
    }

    [Fact]
    public async Task Names_stay_out_unless_the_guild_wants_them_and_never_of_who_hides()
    {
        var guild = await YesterdayAsync(extra: async g =>
        {
            for (var i = 0; i < 30; i++) await g.SayAsync(100 + (i % 4), $"user 102 brings the projector <@102> for the film night, bring chairs for the film night number {i}", at: Yesterday(g).AddHours(9).AddMinutes(i));
        });
        await guild.RemindAsync();
        var digest = await TheDigestAsync(guild);
        string.Concat(digest.Items.Select(i => i.Title + i.Text)).Should().NotContain("user 10").And.NotContain("<@");
        await guild.SaveAsync(Daily with { NamesAuthors = true });
        (await TheDigestAsync(guild)).Items.SelectMany(i => i.Sources).Should().OnlyContain(s => s.AuthorName!.StartsWith("user 10"));
    }

    [Fact]
    public async Task A_planned_digest_is_posted_once_and_what_it_says_is_not_in_the_outbox()
    {
        var guild = await YesterdayAsync(Daily with { PostChannelId = TextGuild.Random }, id: Some.GuildId() << 22);
        await guild.RemindAsync();
        await guild.RemindAsync();
        var due = await silo.Grains.GetGrain<IOutboxGrain>(0).TakeDueAsync([(int)((guild.Id >> 22) % 1_000_003)], 1_000_003, "worker", 100, TimeSpan.FromMinutes(1));
        due.Actions.OfType<PostDigestAction>().Should().ContainSingle().Which.Should().Match<PostDigestAction>(a => a.ChannelId == TextGuild.Random && a.Span == DigestSpan.Day && a.Nonce.Length == 24);
        (await silo.Database.ScalarAsync<string>($"SELECT payload::text FROM outbox WHERE guild_id = {guild.Id}", Cancellation)).Should().NotContain("festival");
    }

    [Fact]
    public async Task A_quiet_day_has_no_digest_and_a_little_talk_has_figures_alone()
    {
        var guild = await new TextGuild(silo.Grains, silo.Clock).FoundAsync(Daily);
        await guild.SayAsync(7, "hello?", at: guild.Now.AddDays(-3));
        await guild.RemindAsync();
        (await guild.Digests.GetListAsync(TextGuild.Member(7), null, 10)).Entries.Should().BeEmpty();
        var other = await new TextGuild(silo.Grains, silo.Clock).FoundAsync(Daily);
        await other.SayAsync(7, "anybody?", at: Yesterday(other).AddHours(3));
        await other.RemindAsync();
        (await TheDigestAsync(other)).Should().Match<DigestReading>(d => d.Maker == DigestMaker.Figures && d.Making.WhyNoModel == NoModelReason.TooLittle && d.Figures.Messages == 1);
    }

    [Fact]
    public async Task Who_stores_a_digest_and_who_deletes_its_message_do_not_miss_each_other()
    {
        var guild = await YesterdayAsync();
        var ids = await silo.Database.ScalarAsync<long[]>($"SELECT array_agg(message_id) FROM message_texts WHERE guild_id = {guild.Id}", Cancellation);
        // While the digest is being made, every message of it is deleted, one after the other.
        var making = guild.RemindAsync();
        foreach (var some in ids!.Chunk(6)) await guild.HearAsync(s => new MessagesDeleted(s, some));
        await making;
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM digest_sources WHERE guild_id = {guild.Id}", Cancellation)).Should().Be(0);
        (await silo.Database.ScalarAsync<long>($"SELECT count(*) FROM digest_items WHERE guild_id = {guild.Id}", Cancellation)).Should().Be(0);
    }

    private static DateTimeOffset Yesterday(TextGuild guild) => new(guild.Now.UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);

    private async Task<TextGuild> YesterdayAsync(DigestSettings? settings = null, long? id = null, Func<TextGuild, Task>? extra = null)
    {
        var guild = await new TextGuild(silo.Grains, silo.Clock, id).FoundAsync(settings ?? Daily);
        await guild.TalkAsync(Yesterday(guild).AddHours(2));
        if (extra is not null) await extra(guild);
        return guild;
    }

    private static async Task<DigestReading> TheDigestAsync(TextGuild guild) =>
        (await guild.Digests.GetAsync(new Viewer(1, IsManager: true), DigestSpan.Day, DateOnly.FromDateTime(guild.Now.UtcDateTime).AddDays(-1)))!;
}
