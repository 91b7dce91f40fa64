namespace CommunityIntel.Web;

/// <summary>Names the texts in Resources/Texts.resx (English) and Resources/Texts.fr.resx.</summary>
public sealed class Texts;
