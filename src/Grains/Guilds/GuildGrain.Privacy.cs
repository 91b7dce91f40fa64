using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Privacy;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.Storage;

namespace CommunityIntel.Grains.Guilds;

/// <summary>Members' choices, deleting a member, and deleting the guild. None of it interleaves with a batch.</summary>
public sealed partial class GuildGrain : IGuildPrivacyGrain
{
    private const int RowsErasedAtOnce = 5_000;
    private const int BatchesErasedInOneCall = 20;

    private bool _isErasing;

    public async Task ChooseAsync(long userId, MemberChoices choices, DateTimeOffset? countsFrom, DateTimeOffset at)
    {
        if (_broken) throw new StorageUnavailableException("this activation is going away");
        await RememberVoiceAndAsync(userId);
        _guild.Choose(userId, (PrivacyChoices)choices & PrivacyChoices.All, countsFrom?.ToUnixTimeMilliseconds(), at.ToUnixTimeMilliseconds());
        await CommitAsync(_guild.TakeChanges());
    }

    public async Task ForgetAsync(long userId)
    {
        if (_broken) throw new StorageUnavailableException("this activation is going away");
        await Outage.Translate(async () =>
        {
            // Messages are found by their days, which a recount moves.
            await FinishRecountAsync();
            // Nothing is counted meanwhile: what was since the caller deleted the bulk of it is the rest.
            using (await _turn.TakeAsync())
            {
                while (await store.Remains.DeleteMessagesAsync(GuildId, userId))
                {
                }
            }

            return true;
        });
        MustBeWhole();
        await RememberVoiceAndAsync(userId);
        _guild.Forget(userId, time.GetUtcNow().ToUnixTimeMilliseconds());
        await CommitAsync(_guild.TakeChanges());
    }

    public async Task<bool> EraseAsync()
    {
        if (_broken) throw new StorageUnavailableException("this activation is going away");
        if (!_isErasing && (_guild.Identity is not { BotPresent: false, BotRemovedAtMs: { } removed } || !GuildRetention.IsOver(removed, time.GetUtcNow()))) return true;
        try
        {
            if (!_isErasing) await store.Remains.MarkErasingAsync(GuildId, _epoch);
            _isErasing = true;
            for (var batch = 0; batch < BatchesErasedInOneCall; batch++)
            {
                if (await store.Remains.EraseAsync(GuildId, _epoch, RowsErasedAtOnce)) continue;
                ThrowAway("the guild was deleted");
                return true;
            }

            return false;
        }
        catch (Exception e) when (e is CommitFailedException or FencedException)
        {
            ThrowAway(e.Message);
            throw new StorageUnavailableException(e.Message);
        }
    }

    // The bot came back while its guild was being deleted: that ends first, then the guild is new.
    private async Task MustNotBeErasingAsync()
    {
        if (!_isErasing) return;
        await EraseAsync();
        throw new StorageUnavailableException("the guild is being deleted");
    }

    private Task<bool> RememberVoiceAndAsync(long userId) => Outage.Translate(async () =>
    {
        await RememberAsync(_guild.InVoice.Keys.Append(userId).Where(id => !_guild.Knows(id)).ToHashSet());
        return true;
    });
}
