using System.Reflection;
using System.Runtime.InteropServices;
using HarfBuzzSharp;
using SkiaSharp;

namespace CommunityIntel.RankCards.Fonts;

/// <summary>One font file: HarfBuzz shapes with it, Skia draws with it. Safe to use from several threads.</summary>
internal sealed class FontFace : IDisposable
{
    private readonly SKData _file;
    private readonly Face _face;

    private FontFace(string name)
    {
        Name = name;
        _file = Map(name);
        Typeface = SKTypeface.FromData(_file) ?? throw new InvalidOperationException($"{name} is not a font.");
        _face = new Face((_, tag) => Table(Typeface, tag)) { UnitsPerEm = Typeface.UnitsPerEm };
        _face.MakeImmutable();
        Shaper = new HarfBuzzSharp.Font(_face);
        Shaper.SetScale(UnitsPerEm, UnitsPerEm);
        Shaper.SetFunctionsOpenType();
    }

    public string Name { get; }

    public SKTypeface Typeface { get; }

    /// <summary>Works in the font's own units.</summary>
    public HarfBuzzSharp.Font Shaper { get; }

    public int UnitsPerEm => Typeface.UnitsPerEm;

    /// <summary>Opens a font of this assembly by the name of its file.</summary>
    public static FontFace Open(string name) => new(name);

    public bool Has(int character) => Shaper.TryGetNominalGlyph(character, out var glyph) && glyph != 0;

    public void Dispose()
    {
        Shaper.Dispose();
        _face.Dispose();
        Typeface.Dispose();
        _file.Dispose();
    }

    // The assembly stays mapped as long as the process lives, so its bytes need no copy.
    private static unsafe SKData Map(string name)
    {
        if (Assembly.GetExecutingAssembly().GetManifestResourceStream(name) is not UnmanagedMemoryStream stream)
            throw new InvalidOperationException($"The font {name} is not in the assembly.");
        using (stream) return SKData.Create((nint)stream.PositionPointer, (int)stream.Length);
    }

    private static Blob? Table(SKTypeface typeface, Tag tag)
    {
        var size = typeface.GetTableSize(tag);
        if (size == 0) return null;
        var table = Marshal.AllocHGlobal(size);
        if (typeface.TryGetTableData(tag, 0, size, table))
            return new Blob(table, size, MemoryMode.ReadOnly, () => Marshal.FreeHGlobal(table));
        Marshal.FreeHGlobal(table);
        return null;
    }
}
