using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.Domain.Xp;
using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Storage;
using CommunityIntel.Storage.Xp;

namespace CommunityIntel.Grains.Xp;

/// <summary>What a guild's boards are asked with: its rules and people's choices, the counts, its local date, and how often it has written.</summary>
internal sealed record BoardsNow(Guild Guild, XpStandings Standings, DateOnly Today, long Commits)
{
    public XpCurve Curve => Guild.Rules.Curve;
}

/// <summary>
/// Where a guild's members stand. XP of all times: counts in memory, exact after every commit, and one short stretch of the index.
/// While a commit is under way an answer may hold a part of it already. Everything else: <see cref="KeptBoards"/>. Lives with the
/// activation; a crash loses nothing, it is read again.
/// </summary>
internal sealed class GuildBoards(long guildId, StandingsReader reader, BoardReader boards, TimeProvider time)
{
    private readonly KeptBoards _kept = new(guildId, boards, time);
    private HashSet<long> _hidden = [];

    /// <summary>Null until somebody asks.</summary>
    public XpStandings? Standings { get; private set; }

    /// <summary>Reads them; nothing of the guild may be written meanwhile.</summary>
    public async Task BuildAsync(Guild guild)
    {
        _hidden = [.. guild.HiddenMembers];
        Standings = await reader.ReadAsync(guildId, _hidden);
    }

    /// <summary>Much was written past the commits: everything is read again when somebody asks.</summary>
    public void Forget()
    {
        Standings = null;
        _kept.Forget();
    }

    /// <summary>Takes up what a commit changed, before the next one begins.</summary>
    public async Task FollowAsync(GuildChanges changes, Guild guild)
    {
        if (changes.Privacy.Count > 0 || changes.Forgotten.Count > 0 || _hidden.Count != guild.HiddenMembers.Count) Hide(changes, guild);
        foreach (var member in changes.Earnings)
        {
            if (!_hidden.Contains(member.UserId)) Standings?.Move(member.UserId, member.PlacedXp, member.Xp);
            member.PlacedXp = member.Xp;
        }

        try
        {
            while (Standings?.Crowded is { } crowded)
            {
                if (await reader.FindAtAsync(guildId, crowded, XpStandings.Step - 1, _hidden) is not { } last) break;
                Standings.Cut(crowded, last);
            }
        }
        catch (CommitFailedException)
        {
            // The changes are durable; whoever asks next has the standings read again.
            Standings = null;
        }
    }

    // Who hides leaves their place, who comes back takes it. Whose place is not known has everything read again.
    private void Hide(GuildChanges changes, Guild guild)
    {
        var changed = new HashSet<long>(_hidden);
        changed.SymmetricExceptWith(guild.HiddenMembers);
        foreach (var userId in changed)
        {
            var (member, hides) = (guild.Find(userId), guild.HiddenMembers.Contains(userId));
            if (member is null) Standings = null;
            else Standings?.Move(userId, hides ? member.PlacedXp : null, hides ? null : member.PlacedXp);
        }

        if (changes.Forgotten.Count > 0) Standings = null;
        _hidden = [.. guild.HiddenMembers];
        _kept.Forget();
    }

    public async Task<MemberRank?> RankAsync(long userId, BoardsNow now)
    {
        var standings = now.Standings;
        return await reader.FindAsync(guildId, userId) is { } member
            ? new MemberRank(Entry(await RankOfAsync(standings, member), member, now.Curve), standings.Total, now.Guild.AppearanceOf(userId, 0) != Appearance.Shown)
            : null;
    }

    public async Task<BoardPage> PageAsync(BoardQuestion asked, BoardsNow now)
    {
        var days = DaysOf(asked.Period, now);
        if (asked.Board == LeaderboardBoard.Xp && days is null) return await StandingsPageAsync(asked, now);
        var kept = await KeptAsync(asked.Board, days, now);
        var places = Enumerable.Range(0, kept.Scores.First.Count).Skip(asked.Skip).Take(asked.Take).ToList();
        int? own = asked.Reader is { } reader && kept.Places.TryGetValue(reader, out var place) ? place : null;
        var entries = await EntriesAsync(kept, own is { } o ? places.Append(o).Distinct() : places, now.Curve);
        var seen = places.Select(entries.GetValueOrDefault).OfType<LeaderboardEntry>().Select(e => Seen(e, asked.Reader, now));
        return new BoardPage(
            asked.Board, asked.Period, days?.First, days?.Last, asked.Skip, kept.Scores.Total, kept.Scores.First.Count,
            [.. seen], own is { } p ? entries.GetValueOrDefault(p) : null);
    }

    public async Task<BoardPage> FindAsync(BoardSearch search, BoardsNow now)
    {
        var days = DaysOf(search.Period, now);
        var standings = now.Standings;
        var byBeginning = Math.Max(standings.Total, now.Guild.Identity.MemberCount) > KeptBoards.MostListed;
        // Whoever has no name here is not found by it either.
        var unnamed = now.Guild.Choices.Keys.Where(id => now.Guild.AppearanceOf(id, search.Reader ?? 0) != Appearance.Shown).ToList();
        var found = await boards.FindByNameAsync(guildId, search.Text, byBeginning, search.Take, unnamed);
        var entries = new List<LeaderboardEntry>();
        if (search.Board == LeaderboardBoard.Xp && days is null)
        {
            foreach (var member in found) entries.Add(Entry(await RankOfAsync(standings, member), member, now.Curve));
            return new BoardPage(search.Board, search.Period, null, null, 0, standings.Total, standings.Total, [.. entries.OrderBy(e => e.Rank)], null, byBeginning);
        }

        var kept = await KeptAsync(search.Board, days, now);
        foreach (var member in found)
            if (kept.Places.TryGetValue(member.UserId, out var place)) entries.Add(Entry(place, kept, member, now.Curve));
        return new BoardPage(
            search.Board, search.Period, days?.First, days?.Last, 0, kept.Scores.Total, kept.Scores.First.Count, [.. entries.OrderBy(e => e.Rank)], null, byBeginning);
    }

    private async Task<BoardPage> StandingsPageAsync(BoardQuestion asked, BoardsNow now)
    {
        var standings = now.Standings;
        var stretch = standings.StretchBehind(asked.Skip);
        var members = asked.Skip < standings.Total ? await reader.ReadPageAsync(guildId, stretch, asked.Skip - stretch.Ahead, asked.Take, _hidden) : [];
        var entries = members.Select((m, i) => Entry(asked.Skip + i + 1, m, now.Curve)).ToList();
        var own = asked.Reader is { } id ? entries.Find(e => e.UserId == id) ?? (await RankAsync(id, now))?.Entry : null;
        return new BoardPage(asked.Board, asked.Period, null, null, asked.Skip, standings.Total, standings.Total, [.. entries.Select(e => Seen(e, asked.Reader, now))], own);
    }

    private async Task<int> RankOfAsync(XpStandings standings, StoredMember member)
    {
        var standing = new XpStanding(member.Xp, member.UserId);
        var stretch = standings.StretchOf(standing);
        return stretch.Ahead + await reader.CountAheadAsync(guildId, standing, stretch, _hidden) + 1;
    }

    private Task<KeptBoard> KeptAsync(LeaderboardBoard board, BoardDays? days, BoardsNow now) => _kept.GetAsync(
        board switch { LeaderboardBoard.Messages => StoredBoard.Messages, LeaderboardBoard.Voice => StoredBoard.Voice, _ => StoredBoard.Xp }, days, now.Commits, _hidden);

    private async Task<Dictionary<int, LeaderboardEntry>> EntriesAsync(KeptBoard kept, IEnumerable<int> places, XpCurve curve)
    {
        var chosen = places.ToList();
        var members = await boards.ReadMembersAsync(guildId, [.. chosen.Select(p => kept.Scores.First[p].UserId)]);
        return chosen.Where(p => members.ContainsKey(kept.Scores.First[p].UserId)).ToDictionary(p => p, p => Entry(p, kept, members[kept.Scores.First[p].UserId], curve));
    }

    private static LeaderboardEntry Seen(LeaderboardEntry entry, long? reader, BoardsNow now) =>
        now.Guild.AppearanceOf(entry.UserId, reader ?? 0) == Appearance.Nameless ? entry with { UserId = 0, Name = "", Avatar = null } : entry;

    private static BoardDays? DaysOf(LeaderboardPeriod period, BoardsNow now) => BoardDays.Of((BoardPeriod)(int)period, now.Today);

    private static LeaderboardEntry Entry(int place, KeptBoard kept, StoredMember member, XpCurve curve)
    {
        var score = kept.Scores.First[place];
        return Entry(place + 1, member, curve) with { Xp = score.Xp, Messages = score.Messages, VoiceSeconds = score.VoiceSeconds };
    }

    private static LeaderboardEntry Entry(int rank, StoredMember m, XpCurve curve)
    {
        var (level, into, cost) = curve.ProgressOf(m.Xp);
        return new LeaderboardEntry(rank, m.UserId, m.Name ?? $"#{m.UserId}", m.Avatar, m.Xp, level, into, cost, m.Messages, m.VoiceSeconds);
    }
}
