using CommunityIntel.Web.Settings;

namespace CommunityIntel.Web.Tests.Settings;

public sealed class FieldChangeTests
{
    [Fact]
    public void What_is_another_new_or_gone_is_told_and_nothing_else()
    {
        SettingField[] before = [new("a", "A", "1"), new("b", "B", "2"), new("gone", "Gone", "3")];
        SettingField[] after = [new("a", "A", "1"), new("new", "New", "4"), new("b", "B", "5")];

        FieldChange.Between(before, after).Should().Equal(
            new FieldChange("new", "New", null, "4"), new FieldChange("b", "B", "2", "5"), new FieldChange("gone", "Gone", "3", null));
    }
}
