using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Audit;
using CommunityIntel.GrainInterfaces.Billing;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Grains.Digests;
using CommunityIntel.Grains.Guilds;
using CommunityIntel.Storage.Billing;
using Microsoft.Extensions.Logging;

namespace CommunityIntel.Grains.Billing;

/// <summary>
/// Makes and redeems gift codes. A code is a guild's first, then the guild is told: the same again is harmless, and <see cref="TellAsync"/> goes on where somebody died in between.
/// Holds who guessed wrong within the hour; a crash forgets that.
/// </summary>
[GrainType("gift-codes")]
public sealed partial class GiftCodesGrain(GiftCodeStore store, TimeProvider time, ILogger<GiftCodesGrain> logger) : Grain, IGiftCodesGrain, IUntoldGiftsGrain
{
    private const int MostCodes = 500, MostDays = 730, LongestNote = 200, MostShown = 500, TriesPerHour = 10, GuildsAtOnce = 100;

    private readonly MemberPace _pace = new(TriesPerHour, time);

    public Task<IReadOnlyList<string>> CreateAsync(GiftOrder order, Actor actor) => Outage.Translate<IReadOnlyList<string>>(async () =>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(order.Count, Math.Clamp(order.Count, 1, MostCodes), nameof(order));
        ArgumentOutOfRangeException.ThrowIfNotEqual(order.Days, Math.Clamp(order.Days, 1, MostDays), nameof(order));
        if (order.Plan == Plan.Free || !Enum.IsDefined(order.Plan)) throw new ArgumentOutOfRangeException(nameof(order), order.Plan, "a code gives Pro, Business or Enterprise");
        var codes = Enumerable.Range(0, order.Count).Select(_ => GiftCodes.Of(RandomNumberGenerator.GetBytes(GiftCodes.Bytes))).ToList();
        var note = order.Note.Length <= LongestNote ? order.Note : order.Note[..LongestNote];
        await store.AddAsync([.. codes.Select(c => (HashOf(GiftCodes.Read(c)!), GiftCodes.EndingOf(c)))], order.Plan, order.Days, note, order.ExpiresAt, actor.UserId);
        return codes;
    });

    public Task<IReadOnlyList<GiftCode>> GetListAsync(int most) => Outage.Translate<IReadOnlyList<GiftCode>>(async () =>
        [.. (await store.ReadNewestAsync(Math.Clamp(most, 1, MostShown))).Select(c => new GiftCode(c.Id, c.Ending, c.Plan, c.Days, c.CreatedAt, c.ExpiresAt, c.RevokedAt is not null, c.GuildId, c.RedeemedAt, c.Note))]);

    public Task<bool> RevokeAsync(long codeId) => Outage.Translate(() => store.RevokeAsync(codeId, time.GetUtcNow()));

    public Task<RedeemAnswer> RedeemAsync(string code, long guildId, Actor actor) => Outage.Translate(async () =>
    {
        if (GiftCodes.Read(code) is not { } read || await store.FindAsync(HashOf(read)) is not { } found || found.RevokedAt is not null)
            return new RedeemAnswer(_pace.Take(actor.UserId) is null ? RedeemOutcome.Unknown : RedeemOutcome.TooMany);
        if (found.GuildId != 0 && found.GuildId != guildId) return new RedeemAnswer(RedeemOutcome.Used);
        if (found.GuildId == 0)
        {
            if (found.ExpiresAt <= time.GetUtcNow()) return new RedeemAnswer(RedeemOutcome.Expired);
            if (await GrainFactory.GetGrain<IGuildGrain>(guildId).GetProfileAsync() is null) return new RedeemAnswer(RedeemOutcome.UnknownGuild);
            if (!await store.RedeemAsync(found.Id, guildId, actor.UserId, actor.Name, time.GetUtcNow())) return new RedeemAnswer(RedeemOutcome.Used);
            found = (await store.FindAsync(HashOf(read)))!;
        }

        return new RedeemAnswer(RedeemOutcome.Redeemed, await TellGuildAsync(found, actor), found.Days, found.Plan);
    });

    public Task TellAsync() => Outage.Translate(async () =>
    {
        foreach (var code in await store.ReadUntoldAsync(GuildsAtOnce))
        {
            try
            {
                await TellGuildAsync(code, new Actor(code.RedeemedBy, code.RedeemerName ?? "", ActorSource.Dashboard));
            }
            catch (Exception e) when (e is StorageUnavailableException or BatchRefusedException or OrleansException or TimeoutException)
            {
                Log.NotTold(logger, code.GuildId, e.Message);
            }
        }

        return true;
    });

    private async Task<GuildPlan> TellGuildAsync(StoredGiftCode code, Actor by)
    {
        var holder = code.Id.ToString(CultureInfo.InvariantCulture);
        var claim = new GuildClaim(ClaimSource.Gift, holder, code.Plan, ClaimState.Active, code.RedeemedAt!.Value, null, null, code.Days, code.RedeemedBy, holder);
        var plan = await GrainFactory.GetGrain<IGuildBillingGrain>(code.GuildId).PutClaimsAsync(new ClaimsOfHolder(ClaimSource.Gift, holder, 1, [claim], by));
        await store.ToldAsync(code.Id, time.GetUtcNow());
        return plan;
    }

    // Eighty random bits need no salt.
    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.ASCII.GetBytes(code));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Guild {GuildId} is not told of its gift yet; it is within a minute: {Reason}")]
        public static partial void NotTold(ILogger logger, long guildId, string reason);
    }
}
