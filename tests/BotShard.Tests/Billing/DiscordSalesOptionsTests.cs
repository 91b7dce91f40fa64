using System.ComponentModel.DataAnnotations;
using CommunityIntel.BotShard.Billing;
using CommunityIntel.Domain.Billing;
using Microsoft.Extensions.Configuration;

namespace CommunityIntel.BotShard.Tests.Billing;

public sealed class DiscordSalesOptionsTests
{
    [Fact]
    public void Skus_are_read_by_id_from_the_lowest_plan()
    {
        var options = Read(("12", "business"), ("11", "Pro"), ("10", "Business"));
        Problems(options).Should().BeEmpty();
        options.Skus.Should().Equal(new SoldSku(11, Plan.Pro), new SoldSku(10, Plan.Business), new SoldSku(12, Plan.Business));
        options.IsOn.Should().BeTrue();
        Read().IsOn.Should().BeFalse();
    }

    [Theory]
    [InlineData("pro_month", "Pro", "decimal numbers")]
    [InlineData("-4", "Pro", "decimal numbers")]
    [InlineData("11", "Free", "a plan that can be sold: Pro, Business, Enterprise")]
    [InlineData("11", "1", "a plan that can be sold")]
    [InlineData("11", "Gold", "Billing:DiscordSkus:11")]
    public void What_cannot_be_meant_is_refused_at_the_start(string sku, string plan, string said)
    {
        Problems(Read((sku, plan))).Should().ContainSingle().Which.Should().Contain(said);
    }

    private static DiscordSalesOptions Read(params (string Sku, string Plan)[] skus) => new ConfigurationBuilder()
        .AddInMemoryCollection(skus.ToDictionary(s => $"Billing:DiscordSkus:{s.Sku}", s => (string?)s.Plan).Append(new("Billing:Currency", "eur")))
        .Build().GetSection(DiscordSalesOptions.Section).Get<DiscordSalesOptions>()!;

    private static IReadOnlyList<string?> Problems(DiscordSalesOptions options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        return [.. found.Select(f => f.ErrorMessage)];
    }
}
