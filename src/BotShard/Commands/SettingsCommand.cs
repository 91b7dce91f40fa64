using CommunityIntel.Discord;
using CommunityIntel.Discord.Entities;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.BotShard.Commands;

/// <summary><c>/settings</c>: the way to the dashboard's settings of this guild, and who may open them.</summary>
public sealed class SettingsCommand(DashboardLinks links, CommandTexts texts) : ICommand
{
    public string Name => "settings";

    public DiscordPermissions Needs => DiscordPermissions.ManageGuild;

    public DiscordApplicationCommand Definition(CommandTexts texts) => texts.Command(Name);

    public bool IsPrivate(CommandCall run) => true;

    public Task<DiscordMessageBuilder> AnswerAsync(CommandCall run, CancellationToken cancellation)
    {
        var permission = texts.In(run.Culture, $"permission.{Needs}");
        if (links.Settings(run.GuildId) is not { } uri)
            return Task.FromResult(new DiscordMessageBuilder { Content = texts.In(run.Culture, "command.settings.nowhere", permission) });
        return Task.FromResult(new DiscordMessageBuilder
        {
            Content = texts.In(run.Culture, "command.settings.answer", permission),
            Components = [DiscordComponent.ActionRow(DiscordComponent.LinkButton(uri, texts.In(run.Culture, "command.settings.open")))],
        });
    }
}
