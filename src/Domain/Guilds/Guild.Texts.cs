using CommunityIntel.Domain.Audit;
using CommunityIntel.Domain.Digests;
using CommunityIntel.Domain.Roles;

namespace CommunityIntel.Domain.Guilds;

public sealed partial class Guild
{
    private HashSet<long> _textChannels = [];

    public DigestSettings Digests { get; private set; } = DigestSettings.Usual;

    /// <summary>How often they were changed; 0 = never, so that there is neither a text nor a digest.</summary>
    public int DigestsVersion { get; private set; }

    /// <summary>Puts back what was durable, before the first fact.</summary>
    public void RestoreDigests(DigestSettings settings, int version) => Use(settings, version);

    /// <summary>From now on. Answers with what is wrong, having changed nothing; empty = it holds.</summary>
    public IReadOnlyList<DigestProblem> ChangeDigests(DigestSettings settings, SettingsChange change)
    {
        // @everyone is one audience, by whichever name.
        settings = settings with { ChannelIds = [.. settings.ChannelIds.Distinct().Order()], AudienceRoleId = settings.AudienceRoleId == Id ? 0 : settings.AudienceRoleId };
        var problems = DigestCheck.Of(settings, _channels, GivableRoles);
        if (problems.Count > 0) return problems;
        Use(settings, DigestsVersion + 1);
        Changes.Digests = new ChangedDigestSettings(settings, DigestsVersion, [.. WithThreads([.. settings.ChannelIds])], change.AtMs);
        Note(change, AuditKind.DigestSettingsChanged);
        return [];
    }

    /// <summary>The channels of which text is kept, with their threads.</summary>
    public IEnumerable<long> TextChannelIds() => WithThreads(_textChannels);

    /// <summary>Whether a message there is kept with its text. A private thread's never is.</summary>
    public bool KeepsTextOf(long channelId) => IsIn(_textChannels, channelId);

    /// <summary>
    /// Whether somebody with these roles, and whatever @everyone has, can read the channel; a thread is read by who reads its channel. False where it
    /// cannot be told. What a channel allows or denies to single members is not known here.
    /// </summary>
    public bool CanRead(IReadOnlyCollection<long> roleIds, long channelId)
    {
        if (!_channels.TryGetValue(channelId, out var channel) || channel.IsDeleted || channel.IsPrivateThread) return false;
        if (channel.IsThread) return channel.ParentId is { } parent && CanRead(roleIds, parent);
        var permissions = roleIds.Append(Id).Select(id => _roles.GetValueOrDefault(id)).Where(r => r is { IsDeleted: false })
            .Aggregate(RolePermissions.None, (all, role) => all | role!.Permissions);
        if (permissions.HasFlag(RolePermissions.Administrator)) return true;
        // Who joins a voice channel reads its chat. What a channel gives beyond the guild's own permissions is not looked at: it is told too little, never too much.
        var reading = RolePermissions.ReadMessageHistory | (channel.Type is 2 or 13 ? RolePermissions.Connect : RolePermissions.None);
        return permissions.HasFlag(reading) && channel.Views?.Lets(roleIds, Id, permissions.HasFlag(RolePermissions.ViewChannel)) == true;
    }

    /// <summary>The text of a message is another one now; blank = gone.</summary>
    public void MessageEdited(long messageId, string content)
    {
        if (DigestsVersion == 0) return;
        if (TextRules.Clean(content) is { } text) Changes.Texts.Edit(messageId, text);
        else Changes.Texts.Delete(messageId);
    }

    public void MessagesDeleted(IEnumerable<long> messageIds)
    {
        if (DigestsVersion == 0) return;
        foreach (var id in messageIds) Changes.Texts.Delete(id);
    }

    // Nobody who has chosen anything is in a digest.
    private void KeepText(Member member, long messageId, long channelId, string content, long replyToId, long atMs, long receivedAtMs)
    {
        if (!KeepsTextOf(channelId) || !Appears(member) || TextRules.Clean(content) is not { } text) return;
        var expiresOn = TextRules.ExpiryOf(atMs, Digests.KeepDays);
        if (expiresOn <= TextRules.ExpiryOf(receivedAtMs, 0)) return;
        Changes.Texts.Added[messageId] = new KeptText(new ChatMessage(messageId, channelId, member.UserId, text, replyToId), expiresOn);
    }

    private void ForgetTextsIn(long channelId)
    {
        if (DigestsVersion == 0) return;
        Changes.Texts.ForgetChannel(channelId);
        foreach (var thread in _channels.Values.Where(c => c.IsThread && c.ParentId == channelId)) Changes.Texts.ForgetChannel(thread.Id);
    }

    private IEnumerable<long> WithThreads(HashSet<long> channels) => channels.Concat(_channels.Values.Where(c => c.IsThread && IsIn(channels, c.Id)).Select(c => c.Id));

    private bool IsIn(HashSet<long> channels, long channelId) =>
        channels.Contains(channelId)
        || (_channels.TryGetValue(channelId, out var channel) && channel is { IsThread: true, IsPrivateThread: false, ParentId: { } parent } && channels.Contains(parent));

    // Of more channels than the plan allows, the first ones: what was kept of others stays for its time.
    private void Use(DigestSettings settings, int version) =>
        (Digests, DigestsVersion, _textChannels) = (settings, version, [.. settings.ChannelIds.Take(IsSold ? _entitlement.Limits.DigestChannels : int.MaxValue)]);
}
