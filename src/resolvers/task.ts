import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { CancelTaskInput, CancelTaskPayload, CompleteTaskInput, CompleteTaskPayload } from '../schema/plan-command.ts';
import { TaskConnection, TasksArgs } from '../schema/task.ts';
import { cancelTask } from '../services/task/cancel-task.ts';
import { completeTask } from '../services/task/complete-task.ts';
import { INPUT, type RequestContext } from './context.ts';

@Resolver()
export class TaskResolver {
  @Query(() => TaskConnection, { description: 'Who owes what, by when; tasks due first come first.' })
  tasks(@Args(() => TasksArgs) _args: TasksArgs, @Ctx() { read }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return read(info);
  }

  @Mutation(() => CompleteTaskPayload, { description: 'Says that a task was done.' })
  completeTask(
    @Arg('input', () => CompleteTaskInput, { description: INPUT }) input: CompleteTaskInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => completeTask(work, { ...input, on: input.on ?? today }));
  }

  @Mutation(() => CancelTaskPayload, { description: 'Says that a task is no longer owed.' })
  cancelTask(
    @Arg('input', () => CancelTaskInput, { description: INPUT }) input: CancelTaskInput,
    @Ctx() { change, today }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return change(info, (work) => cancelTask(work, { ...input, on: input.on ?? today }));
  }
}
