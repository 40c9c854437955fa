using System.Runtime.InteropServices;

namespace LearnML.Training.Evaluation.Boosting;

/// <summary>
/// The functions of LightGBM's native library that boosted trees need (https://lightgbm.readthedocs.io/en/stable/C-API.html). On Linux the library
/// uses the GNU OpenMP that libtorch has loaded. Alone, it looks for that of the machine. Each function can throw a <see cref="LightGbmException"/>.
/// </summary>
internal static partial class LightGbm
{
    private const string LibraryName = "lib_lightgbm";
    private const int Float32 = 0;
    private const int ByColumn = 0;
    private const int RawScore = 1;
    private const int AllRounds = -1;

    private static readonly Lazy<string?> LoadingError = new(FindLoadingError);

    /// <summary>Why the library cannot be used on this machine; null if it can.</summary>
    public static string? Unavailable => LoadingError.Value;

    /// <summary>
    /// Creates a dataset from inputs, column by column. <paramref name="reference"/> is a dataset whose bins it shares; 0 for bins of its own.
    /// </summary>
    public static nint CreateDataset(ReadOnlySpan<float> values, int rows, int width, string parameters, nint reference)
    {
        Check(DatasetCreateFromMat(values, Float32, rows, width, ByColumn, parameters, reference, out var dataset));
        return dataset;
    }

    /// <summary>Sets a number of each row: its <c>label</c> or its <c>weight</c>.</summary>
    public static void SetField(nint dataset, string field, ReadOnlySpan<float> values) =>
        Check(DatasetSetField(dataset, field, values, values.Length, Float32));

    /// <summary>Creates a booster without trees.</summary>
    public static nint CreateBooster(nint dataset, string parameters)
    {
        Check(BoosterCreate(dataset, parameters, out var booster));
        return booster;
    }

    /// <summary>Adds rows that <see cref="Evaluate"/> scores.</summary>
    public static void AddScoredRows(nint booster, nint dataset) => Check(BoosterAddValidData(booster, dataset));

    /// <summary>Adds one round of trees. Returns false if no tree can be split any more.</summary>
    public static bool Update(nint booster)
    {
        Check(BoosterUpdateOneIter(booster, out var isFinished));
        return isFinished == 0;
    }

    /// <summary>Returns the only metric of the scored rows.</summary>
    public static double Evaluate(nint booster)
    {
        var metrics = new double[1];
        Check(BoosterGetEval(booster, 1, out _, metrics));
        return metrics[0];
    }

    /// <summary>Writes the sum of all trees for each row, [rows, trees of a round].</summary>
    public static void Predict(nint booster, ReadOnlySpan<float> values, int rows, int width, string parameters, double[] sums) =>
        Check(BoosterPredictForMat(booster, values, Float32, rows, width, ByColumn, RawScore, 0, AllRounds, parameters, out _, sums));

    /// <summary>Frees a dataset.</summary>
    [LibraryImport(LibraryName, EntryPoint = "LGBM_DatasetFree")]
    public static partial int FreeDataset(nint dataset);

    /// <summary>Frees a booster.</summary>
    [LibraryImport(LibraryName, EntryPoint = "LGBM_BoosterFree")]
    public static partial int FreeBooster(nint booster);

    private static string? FindLoadingError()
    {
        try
        {
            _ = NativeLibrary.Load(LibraryName, typeof(LightGbm).Assembly, null);
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
                ? "LightGBM does not load on this machine. Where the package libgomp1 is missing, install it."
                : "LightGBM does not load on this machine. Its package is for 64-bit Linux, Windows and macOS on x64 processors.";
        }
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new LightGbmException($"LightGBM failed: {Marshal.PtrToStringUTF8(GetLastError())}");
        }
    }

    [LibraryImport(LibraryName, EntryPoint = "LGBM_GetLastError")]
    private static partial nint GetLastError();

    [LibraryImport(LibraryName, EntryPoint = "LGBM_DatasetCreateFromMat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DatasetCreateFromMat(
        ReadOnlySpan<float> data, int type, int rows, int columns, int isRowMajor, string parameters, nint reference, out nint dataset);

    [LibraryImport(LibraryName, EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DatasetSetField(nint dataset, string field, ReadOnlySpan<float> data, int count, int type);

    [LibraryImport(LibraryName, EntryPoint = "LGBM_BoosterCreate", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport(LibraryName, EntryPoint = "LGBM_BoosterAddValidData")]
    private static partial int BoosterAddValidData(nint booster, nint dataset);

    [LibraryImport(LibraryName, EntryPoint = "LGBM_BoosterUpdateOneIter")]
    private static partial int BoosterUpdateOneIter(nint booster, out int isFinished);

    [LibraryImport(LibraryName, EntryPoint = "LGBM_BoosterGetEval")]
    private static partial int BoosterGetEval(nint booster, int dataset, out int count, [Out] double[] metrics);

    [LibraryImport(LibraryName, EntryPoint = "LGBM_BoosterPredictForMat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int BoosterPredictForMat(
        nint booster,
        ReadOnlySpan<float> data,
        int type,
        int rows,
        int columns,
        int isRowMajor,
        int kind,
        int firstRound,
        int rounds,
        string parameters,
        out long count,
        [Out] double[] sums);
}
