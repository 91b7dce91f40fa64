namespace CommunityIntel.Languages;

/// <summary>Names the texts in Resources/Texts.resx (English) and Resources/Texts.fr.resx: what the web shows and the bot says.</summary>
public sealed class Texts;
