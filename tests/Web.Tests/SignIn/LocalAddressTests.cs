using CommunityIntel.Web.SignIn;

namespace CommunityIntel.Web.Tests.SignIn;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("/guilds"), InlineData("/g/1?range=7&metric=voice"), InlineData("/")]
    public void A_path_here_is_kept(string address) => LocalAddress.OrElse(address, "/fallback").Should().Be(address);

    [Theory]
    [InlineData(null), InlineData(""), InlineData("guilds"), InlineData("//evil.example"), InlineData("/\\evil.example")]
    [InlineData("https://evil.example"), InlineData("javascript:alert(1)"), InlineData("/\t/evil.example"), InlineData("/\n/evil.example")]
    [InlineData("\\\\evil.example"), InlineData(" /guilds")]
    public void Anything_else_is_not(string? address) => LocalAddress.OrElse(address, "/fallback").Should().Be("/fallback");
}
