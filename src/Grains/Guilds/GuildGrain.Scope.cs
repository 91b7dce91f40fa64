using CommunityIntel.GrainInterfaces.Xp;
using CommunityIntel.Grains.Xp;

namespace CommunityIntel.Grains.Guilds;

/// <summary>What XP rules can name.</summary>
public sealed partial class GuildGrain : IGuildScopeGrain
{
    public Task<ScopeChoices> GetScopeChoicesAsync() => Task.FromResult(ScopeWire.ChoicesOf(_guild));
}
