using CommunityIntel.BotShard.Digests;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;

namespace CommunityIntel.BotShard.Tests.Digests;

/// <summary>Discord API reference, Permissions, "Permission Overwrites", for reading.</summary>
public sealed class ReadableChannelsTests
{
    private const ulong Guild = 1, Member = 2, Red = 3, Blue = 4;

    private const DiscordPermissions View = DiscordPermissions.ViewChannel, History = DiscordPermissions.ReadMessageHistory, None = DiscordPermissions.None;

    public static TheoryData<string, DiscordPermissions, DiscordPermissionOverwrite[], bool> Cases => new()
    {
        { "nothing of its own", View | History, [], true },
        { "no permission anywhere", None, [], false },
        { "to see without the past", View, [], false },
        { "the past without to see", History, [], false },
        { "@everyone is denied", View | History, [Role(Guild, None, View)], false },
        { "@everyone is denied the past", View | History, [Role(Guild, None, History)], false },
        { "@everyone is allowed", None, [Role(Guild, View | History, None)], true },
        { "a role is allowed what @everyone is denied", View | History, [Role(Guild, None, View), Role(Red, View, None)], true },
        { "a role that they do not have is allowed", View | History, [Role(Guild, None, View), Role(99, View, None)], false },
        { "a role is denied", View | History, [Role(Red, None, View)], false },
        { "of two roles one is denied and one allowed, whatever the order", View | History, [Role(Red, View, None), Role(Blue, None, View)], true },
        { "of two roles one is allowed and one denied", View | History, [Role(Blue, None, View), Role(Red, View, None)], true },
        { "the member is allowed what their role is denied", View | History, [Role(Red, None, View), Own(View, None)], true },
        { "the member is denied what their role is allowed", View | History, [Own(None, View), Role(Red, View, None)], false },
        { "another member is denied", View | History, [Of(5, 1, None, View)], true },
        { "a member with the id of a role is not the role", View | History, [Of(Red, 1, None, View)], true },
        { "a role with the member's id is not theirs", View | History, [Of(Member, 0, None, View)], true },
        { "what else is denied does not matter", View | History, [Role(Guild, None, DiscordPermissions.SendMessages)], true },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_channel_is_readable_by_its_overwrites_over_the_roles(string what, DiscordPermissions everyone, DiscordPermissionOverwrite[] overwrites, bool isReadable) =>
        Read([Channel(10, overwrites)], everyone).Should().HaveCount(isReadable ? 1 : 0, what);

    [Fact]
    public void Nothing_is_hidden_from_an_administrator_and_their_role_counts_like_the_owners_word()
    {
        DiscordChannel[] hidden = [Channel(10, [Role(Guild, None, View), Own(None, View)])];
        Read(hidden, View | History).Should().BeEmpty();
        Read(hidden, View | History, isAdministrator: true).Should().Equal(10UL);
        Read(hidden, None, red: DiscordPermissions.Administrator).Should().Equal(10UL);
    }

    [Fact]
    public void A_role_adds_to_what_everyone_may()
    {
        Read([Channel(10, [])], View, red: History).Should().Equal(10UL);
        Read([Channel(10, [])], None, other: View | History).Should().BeEmpty("it is another's role");
    }

    [Fact]
    public void A_category_lends_its_channels_nothing()
    {
        var category = Channel(20, [Role(Guild, None, View)]) with { Type = DiscordChannelType.Category };
        Read([category, Channel(10, []) with { ParentId = 20 }], View | History).Should().Equal(10UL);
    }

    [Fact]
    public void The_chat_of_a_voice_channel_needs_to_be_let_in()
    {
        var voice = Channel(10, []) with { Type = DiscordChannelType.Voice };
        Read([voice], View | History).Should().BeEmpty();
        Read([voice], View | History | DiscordPermissions.Connect).Should().Equal(10UL);
    }

    private static IEnumerable<ulong> Read(
        DiscordChannel[] channels, DiscordPermissions everyone, bool isAdministrator = false, DiscordPermissions red = None, DiscordPermissions other = None) =>
        ReadableChannels.Of(channels, [RoleWith(Guild, everyone), RoleWith(Red, red), RoleWith(Blue, None), RoleWith(99, other)], Guild, Member, [Red, Blue], isAdministrator).Select(c => c.Id);

    private static DiscordRole RoleWith(ulong id, DiscordPermissions permissions) => new() { Id = id, Permissions = permissions };

    private static DiscordChannel Channel(ulong id, DiscordPermissionOverwrite[] overwrites) => new() { Id = id, PermissionOverwrites = overwrites };

    private static DiscordPermissionOverwrite Role(ulong id, DiscordPermissions allow, DiscordPermissions deny) => Of(id, 0, allow, deny);

    private static DiscordPermissionOverwrite Own(DiscordPermissions allow, DiscordPermissions deny) => Of(Member, 1, allow, deny);

    private static DiscordPermissionOverwrite Of(ulong id, int type, DiscordPermissions allow, DiscordPermissions deny) => new() { Id = id, Type = type, Allow = allow, Deny = deny };
}
