using CommunityIntel.Domain.Billing;

namespace CommunityIntel.Domain.Tests.Billing;

public sealed class GiftCodesTests
{
    [Fact]
    public void A_code_is_read_as_people_type_it()
    {
        var code = GiftCodes.Of([0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF]);
        code.Should().MatchRegex("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$");
        var read = GiftCodes.Read(code);
        read.Should().Be(code.Replace("-", "", StringComparison.Ordinal));
        GiftCodes.Read($" {code.ToLowerInvariant().Replace('0', 'o').Replace('1', 'l')} ").Should().Be(read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ABCD-EFGH-JKMN-PQR")]
    [InlineData("ABCD-EFGH-JKMN-PQRU")]
    [InlineData("ABCD-EFGH-JKMN-PQR'; DROP TABLE gift_codes")]
    public void What_cannot_be_a_code_is_none(string? typed) => GiftCodes.Read(typed).Should().BeNull();
}
