using CommunityIntel.Domain.Digests;
using CommunityIntel.Domain.Guilds;
using CommunityIntel.Domain.Roles;

namespace CommunityIntel.Domain.Tests.Guilds;

/// <summary>Who can read a channel, as far as roles say.</summary>
public sealed class GuildTextsTests
{
    private const long Everyone = 1, Member = 10, Muted = 11, Admin = 12;

    [Theory]
    [InlineData(new long[] { }, true, new long[0], new long[0], true)]
    [InlineData(new long[] { }, false, new long[0], new long[0], false)]
    [InlineData(new long[] { }, true, new long[0], new[] { Everyone }, false)]
    [InlineData(new[] { Member }, true, new[] { Member }, new[] { Everyone }, true)]
    [InlineData(new[] { Member, Muted }, true, new[] { Member }, new[] { Everyone, Muted }, true)]
    [InlineData(new[] { Muted }, true, new[] { Everyone }, new[] { Muted }, false)]
    [InlineData(new[] { Admin }, false, new long[0], new[] { Everyone, Admin }, true)]
    public void Everyones_overwrite_comes_first_then_what_roles_are_denied_then_allowed(long[] roles, bool everyoneSees, long[] allowed, long[] denied, bool reads)
    {
        var guild = new Guild(Everyone, new UtcCalendar());
        guild.RolesListed([
            new Role(Everyone, "@everyone", 0, RolePermissions.ReadMessageHistory | (everyoneSees ? RolePermissions.ViewChannel : RolePermissions.None), false, 0), new Role(Member, "member", 1, RolePermissions.None, false, 0),
            new Role(Muted, "muted", 2, RolePermissions.None, false, 0), new Role(Admin, "admin", 3, RolePermissions.Administrator, false, 0)]);
        guild.ChannelChanged(new Channel(50, 0, "general", null, false, new ViewOverwrites(allowed, denied)));
        guild.ChannelChanged(new Channel(51, 11, "thread", 50, false));
        guild.ChannelChanged(new Channel(52, 12, "private thread", 50, false));
        guild.ChannelChanged(new Channel(53, 0, "of unknown overwrites", null, false));

        guild.CanRead(roles, 50).Should().Be(reads);
        guild.CanRead(roles, 51).Should().Be(reads, "a thread is read by who reads its channel");
        guild.CanRead(roles, 52).Should().BeFalse();
        guild.CanRead(roles, 53).Should().Be(roles.Contains(Admin));
        guild.CanRead(roles, 99).Should().BeFalse();
        guild.ChannelChanged(new Channel(54, 2, "voice", null, false, new ViewOverwrites(allowed, denied)));
        guild.CanRead(roles, 54).Should().Be(roles.Contains(Admin), "nobody else may join");
        guild.ChannelChanged(new Channel(50, 0, null, null, false));
        guild.CanRead(roles, 50).Should().Be(roles.Contains(Admin), "it is hidden from the bot now");
    }

    [Fact]
    public void A_text_is_kept_no_longer_than_so_many_times_a_day()
    {
        var written = new DateTimeOffset(2026, 11, 29, 23, 59, 0, TimeSpan.Zero);
        TextRules.ExpiryOf(written.ToUnixTimeMilliseconds(), 8).Should().Be(new DateOnly(2026, 12, 7));
        TextRules.Clean("\0 \t").Should().BeNull();
        TextRules.Clean(new string('x', 3_999) + "👋")!.Length.Should().Be(3_999);
    }
}
