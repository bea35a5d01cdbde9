package dev.tierwise.training.robust;

import dev.tierwise.core.data.Observation;
import dev.tierwise.eval.rows.Prices.Price;
import dev.tierwise.training.robust.Attack.Gadget;
import dev.tierwise.training.robust.Exposure.Moved;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What becomes of the decisions on a file's prompts under each perturbation, and under gadgets that were searched for,
 * before a defence and after it. The search is done anew against the defence.
 *
 * @param strongShare share of untouched prompts that goes to strong, in (0, 1)
 * @param budget about how many texts a search may score
 * @param strong what the strong tier charges
 * @param weak what the weak tier charges
 */
public record RobustnessStudy(Fifths fifths, double strongShare, int budget, long seed, Price strong, Price weak) {
    private static final List<Integer> LENGTHS = List.of(1, 4, Attack.LONGEST);
    private static final int MOST_SHOWN = 90;

    /** Told of every change as soon as it is measured. */
    public interface Table {
        /** A file begins. */
        void file(String name, int measured, int known);

        /** What a change moved. */
        void row(String change, Moved before, Moved after);
    }

    /** The names of the rows' files, in their order. */
    static List<String> files(List<Observation> rows) {
        return rows.stream().map(Observation::file).distinct().toList();
    }

    /**
     * All files.
     *
     * @param before scores what comes in
     * @param after scores it behind the defence
     */
    public void run(List<Observation> rows, Reading before, Reading after, Table table) {
        for (String file : files(rows)) {
            List<Observation> known = fifths.known(rows, file);
            List<Observation> measured = fifths.measured(rows, file);
            table.file(file, measured.size(), known.size());
            new Pair(known, measured, before, after, table).run();
        }
    }

    /** A router without the defence and with it, on the prompts of a file. */
    private final class Pair {
        private final List<String> prompts;
        private final Reading openReading;
        private final Reading guardedReading;
        private final double openThreshold;
        private final double guardedThreshold;
        private final Exposure open;
        private final Exposure guarded;
        private final Table table;

        Pair(List<Observation> known, List<Observation> measured, Reading before, Reading after, Table table) {
            this.prompts = known.stream().map(Observation::prompt).toList();
            this.openReading = before;
            this.guardedReading = after;
            this.openThreshold = Exposure.threshold(known, before, strongShare);
            this.guardedThreshold = Exposure.threshold(known, after, strongShare);
            this.open = new Exposure(known, measured, before, openThreshold, strongShare, strong, weak);
            this.guarded = new Exposure(known, measured, after, guardedThreshold, strongShare, strong, weak);
            this.table = table;
        }

        void run() {
            row("none", UnaryOperator.identity());
            for (Perturbation change : Perturbation.all()) {
                row(change.family() + ": " + change.name(), change.change());
            }
            gadgets(true);
            gadgets(false);
        }

        private void gadgets(boolean wantStrong) {
            List<Gadget> ofOpen = new Attack(openReading, openThreshold, wantStrong, budget).search(prompts, seed);
            List<Gadget> ofGuarded =
                    new Attack(guardedReading, guardedThreshold, wantStrong, budget).search(prompts, seed);
            for (int length : LENGTHS) {
                if (ofOpen.size() < length || ofGuarded.size() < length) {
                    break;
                }
                String name = "gadget for " + (wantStrong ? "strong" : "weak") + ", " + length
                        + (length == 1 ? " piece" : " pieces");
                gadget(name + ", searched before: ", ofOpen.get(length - 1));
                gadget(name + ", searched after: ", ofGuarded.get(length - 1));
            }
        }

        private void gadget(String name, Gadget gadget) {
            row(name + shown(gadget), gadget::on);
        }

        private void row(String name, UnaryOperator<String> change) {
            table.row(name, open.after(change), guarded.after(change));
        }
    }

    private static String shown(Gadget gadget) {
        String text = gadget.text().replace("\n", "\\n").replace("|", "\\|").replace("`", "'");
        return gadget.place().words() + " `"
                + (text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...") + "`";
    }
}
