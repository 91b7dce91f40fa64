using CommunityIntel.BotShard.Billing;
using CommunityIntel.BotShard.Commands;
using CommunityIntel.BotShard.Digests;
using CommunityIntel.BotShard.Gaps;
using CommunityIntel.BotShard.Guilds;
using CommunityIntel.BotShard.Invites;
using CommunityIntel.BotShard.Outbox;
using CommunityIntel.BotShard.Shards;
using CommunityIntel.Discord;
using CommunityIntel.Discord.Gateway;
using CommunityIntel.Discord.Rest;
using CommunityIntel.RankCards;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommunityIntel.BotShard;

public static class BotShardHosting
{
    /// <summary>The bot worker. Needs an Orleans client or a silo in the same host, registered before.</summary>
    public static IHostApplicationBuilder AddCommunityIntelBotShard(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<BotShardOptions>().Bind(builder.Configuration.GetSection(BotShardOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddDiscordRest();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<GuildBatcher>();
        builder.Services.AddSingleton<LeaseClock>();
        builder.Services.AddSingleton<IIdentifyQueue, ClusterIdentifyQueue>();
        builder.Services.AddSingleton<ShardFactory>();
        builder.Services.AddSingleton<BotWorker>();
        builder.Services.AddSingleton<IOwnedShards>(s => s.GetRequiredService<BotWorker>());
        builder.Services.AddSingleton<Delivery>();
        builder.Services.AddHostedService<OutboxSender>();
        builder.Services.AddOptions<GapsOptions>().Bind(builder.Configuration.GetSection(GapsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RollCall>();
        builder.Services.AddSingleton<ShardEars>();
        builder.Services.AddHostedService<GapFiller>();
        builder.Services.AddHostedService<DeafnessWatch>();
        builder.Services.AddOptions<InvitesOptions>().Bind(builder.Configuration.GetSection(InvitesOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<InviteWatch>();
        builder.Services.AddHostedService(s => s.GetRequiredService<InviteWatch>());
        builder.Services.AddOptions<DiscordSalesOptions>().Bind(builder.Configuration.GetSection(DiscordSalesOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<EntitlementReader>();
        builder.Services.AddSingleton<EntitlementWatch>();
        builder.Services.AddHostedService(s => s.GetRequiredService<EntitlementWatch>());
        builder.Services.AddHostedService<EntitlementReview>();
        builder.Services.AddLocalization(localization => localization.ResourcesPath = "Resources");
        builder.Services.AddRankCards();
        builder.Services.AddHttpClient<Avatars>();
        builder.Services.AddSingleton<CommandTexts>();
        builder.Services.AddOptions<DashboardOptions>().Bind(builder.Configuration.GetSection(DashboardOptions.Section));
        builder.Services.AddSingleton<DashboardLinks>();
        builder.Services.AddSingleton<ICommand, RankCommand>();
        builder.Services.AddSingleton<ICommand, LeaderboardCommand>();
        builder.Services.AddSingleton<ICommand, PrivacyCommand>();
        builder.Services.AddSingleton<ICommand, StatsCommand>();
        builder.Services.AddSingleton<XpAnswers>();
        builder.Services.AddSingleton<ICommand, XpCommand>();
        builder.Services.AddSingleton<ICommand, SettingsCommand>();
        builder.Services.AddSingleton<ICommand, RewardsCommand>();
        builder.Services.AddSingleton<DigestEmbed>();
        builder.Services.AddSingleton<AskedDigest>();
        builder.Services.AddSingleton<ICommand, DigestCommand>();
        builder.Services.AddSingleton<ICommand, MissedCommand>();
        builder.Services.AddSingleton<PremiumEmbed>();
        builder.Services.AddSingleton<ICommand, PremiumCommand>();
        builder.Services.AddSingleton<ICommand, HelpCommand>();
        builder.Services.AddSingleton<Interactions>();
        builder.Services.AddHostedService(s => s.GetRequiredService<Interactions>());
        builder.Services.AddHostedService<CommandRegistration>();
        // The last that starts stops first: shards are handed over before anything waits for a call that is under way.
        builder.Services.AddHostedService(s => s.GetRequiredService<BotWorker>());
        return builder;
    }
}
