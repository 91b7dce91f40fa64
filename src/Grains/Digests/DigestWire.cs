using CommunityIntel.GrainInterfaces.Digests;
using Rules = CommunityIntel.Domain.Digests;

namespace CommunityIntel.Grains.Digests;

/// <summary>Digests between the grains' callers and the rules.</summary>
internal static class DigestWire
{
    public static DigestSettings ToWire(Rules.DigestSettings s) => new(
        s.ChannelIds, s.KeepDays, s.IsDaily, s.IsWeekly, s.Hour, (DigestLanguageChoice)(int)s.Language, (DigestLength)(int)s.Length, s.NamesAuthors, s.PostChannelId, s.AudienceRoleId);

    public static Rules.DigestSettings ToDomain(DigestSettings s) => new(
        [.. s.ChannelIds.Distinct().Order()], s.KeepDays, s.IsDaily, s.IsWeekly, s.Hour, (Rules.DigestLanguageChoice)(int)s.Language, (Rules.DigestLength)(int)s.Length, s.NamesAuthors,
        s.PostChannelId, s.AudienceRoleId);

    public static DigestProblem ToWire(Rules.DigestProblem p) => p.Fault == Rules.DigestFault.RoleUnknown
        ? new DigestProblem(DigestProblemKind.RoleUnknown, RoleId: p.Id, Number: p.Number)
        : new DigestProblem((DigestProblemKind)(int)p.Fault, p.Id, Number: p.Number);
}
