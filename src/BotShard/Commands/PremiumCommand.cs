using CommunityIntel.BotShard.Billing;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.Domain.Billing;
using CommunityIntel.GrainInterfaces.Billing;
using Microsoft.Extensions.Options;

namespace CommunityIntel.BotShard.Commands;

/// <summary><c>/premium</c>: the server's plan, why it has it, what it allows, and for managers what Discord sells above it.</summary>
public sealed class PremiumCommand(
    IGrainFactory grains, PremiumEmbed embed, DashboardLinks links, EntitlementWatch entitlements, IOptions<DiscordSalesOptions> options, CommandTexts texts) : ICommand
{
    private const int ButtonsPerRow = 5;

    /// <summary>Discord takes five rows; one is the link's.</summary>
    private const int MostSold = 4 * ButtonsPerRow;

    private readonly IReadOnlyList<SoldSku> _skus = options.Value.Skus;

    public string Name => "premium";

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(Name);

    public bool IsPrivate(CommandCall run) => true;

    public async Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        var plan = await grains.GetGrain<IGuildBillingGrain>((long)run.GuildId).GetPlanAsync();
        if (!plan.IsSold) return new DiscordMessageBuilder { Content = texts.In(run.Culture, "command.premium.all-on") };
        var sold = run.Has(DiscordPermissions.ManageGuild) ? _skus.Where(s => s.Plan > plan.Plan).Take(MostSold).ToList() : [];
        return new DiscordMessageBuilder
        {
            Embeds = [embed.Of(run.Culture, plan, isSoldHere: sold.Count > 0, isUnderWay: IsUnderWay(run, plan))],
            Components = [.. Rows(run, sold)],
        };
    }

    private IEnumerable<DiscordComponent> Rows(CommandCall run, IReadOnlyList<SoldSku> sold)
    {
        foreach (var row in sold.Chunk(ButtonsPerRow)) yield return DiscordComponent.ActionRow([.. row.Select(s => DiscordComponent.PremiumButton(s.Id))]);
        if (links.Billing(run.GuildId) is { } uri) yield return DiscordComponent.ActionRow(DiscordComponent.LinkButton(uri, texts.In(run.Culture, "command.premium.open")));
    }

    // Discord says with every command what the guild has: where that is not what the guild goes by, an event was lost or is late.
    private bool IsUnderWay(CommandCall run, GuildPlan plan)
    {
        var held = run.Interaction.Entitlements.Where(e => e.GuildId == run.GuildId && !e.Deleted).Select(e => e.SkuId).ToHashSet();
        var told = _skus.Where(s => held.Contains(s.Id)).Select(s => s.Plan).DefaultIfEmpty(Plan.Free).Max();
        if (told > plan.Plan || (plan.Source == ClaimSource.Discord && told < plan.Plan)) entitlements.ReadSoon((long)run.GuildId);
        return told > plan.Plan;
    }
}
