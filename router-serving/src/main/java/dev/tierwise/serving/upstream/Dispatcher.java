package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.Model;
import java.util.Optional;

/**
 * Asks one candidate after the other until one answers: the same model again for a passing fault, the next model
 * otherwise, within one deadline and one budget of calls. Once an answer's first byte has gone to the client, others
 * are asked only to carry that answer on. Thread-safe.
 */
public final class Dispatcher {
    private final Caller caller;

    public Dispatcher(ProviderClient client, Translations translations) {
        this.caller = new Caller(client, translations);
    }

    /**
     * Serves a request; returns when the client has its answer, has left, or nobody answered and nothing was sent.
     *
     * @param guard watches over this request
     */
    public Result run(Job job, Deployments deployments, Guard guard, ClientSide client) throws InterruptedException {
        Dispatch dispatch = new Dispatch(caller, job, deployments, guard, new Downstream(client));
        // Known limits are kept where anybody has room; where nobody has, the providers may decide.
        for (boolean overLimit : new boolean[] {false, true}) {
            for (Model model : job.candidates()) {
                Optional<Result> end = dispatch.ask(model, overLimit);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            if (dispatch.asked()) {
                break;
            }
        }
        return dispatch.askAgainAfterBreak().orElseGet(dispatch::nobodyAnswered);
    }
}
