using System.Globalization;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;
using CommunityIntel.GrainInterfaces.Rewards;

namespace CommunityIntel.BotShard.Commands;

/// <summary><c>/rewards list|notifications</c>: what levels give here and what comes next; where who asks hears of their own levels.</summary>
public sealed class RewardsCommand(IGrainFactory grains, CommandTexts texts) : ICommand
{
    private const int Accent = 0x2F58CD;

    private static readonly (string Name, LevelNewsChoice Choice)[] Choices = [("default", LevelNewsChoice.Default), ("mute", LevelNewsChoice.Muted), ("dm", LevelNewsChoice.Direct)];

    public string Name => "rewards";

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(
        Name,
        texts.Subcommand("rewards.list"),
        texts.Subcommand("rewards.notifications", texts.Option(DiscordOptionType.Text, "rewards.where", required: true) with
        {
            Choices = [.. Choices.Select(c => texts.Choice($"news.{c.Name}", c.Name))],
        }));

    public bool IsPrivate(CommandCall run) => true;

    public async Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        var guild = grains.GetGrain<IGuildRewardsGrain>((long)run.GuildId);
        if (run.Subcommand != "notifications") return List(run.Culture, await guild.GetLadderAsync((long)run.Author.Id));
        var (name, choice) = Choices.FirstOrDefault(c => c.Name == run.Text("where"), Choices[0]);
        await guild.ChooseNewsAsync((long)run.Author.Id, choice);
        return new DiscordMessageBuilder { Content = texts.In(run.Culture, $"news.{name}.chosen") }.AsEphemeral();
    }

    private DiscordMessageBuilder List(CultureInfo culture, RewardLadder ladder)
    {
        if (ladder.Rungs.Count == 0) return new DiscordMessageBuilder { Content = texts.In(culture, "command.rewards.none") }.AsEphemeral();
        var next = ladder.XpToNext is { } xp ? texts.In(culture, "command.rewards.next", xp.ToString("N0", culture)) : texts.In(culture, "command.rewards.all");
        return new DiscordMessageBuilder
        {
            Embeds =
            [
                new DiscordEmbed
                {
                    Title = texts.In(culture, "command.rewards.title", ladder.Level.ToString("N0", culture)), Color = Accent,
                    Description = string.Join('\n', ladder.Rungs.Select(r => Line(culture, r))), Footer = new DiscordEmbedFooter(next),
                },
            ],
        }.AsEphemeral();
    }

    private string Line(CultureInfo culture, RewardRung rung)
    {
        var line = texts.In(culture, "command.rewards.line", rung.IsReached ? "✓" : "·", rung.Level.ToString("N0", culture), Markdown.Plain(rung.RoleName));
        return rung.IsBroken ? $"{line} {texts.In(culture, "command.rewards.broken")}" : line;
    }
}
