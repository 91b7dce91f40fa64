namespace CommunityIntel.Web.Charts;

/// <summary>A number at the top of a time chart, counted from 1. <c>X</c> in percent from the left; <c>Row</c> 0 is the highest.</summary>
public sealed record ChartMark(int Number, double X, int Row);

/// <summary>What people wrote to a day of a time chart; <c>Number</c> is its mark's.</summary>
public sealed record ChartNote(int Number, DateOnly Date, string Text);
